# diagnosed: the ELBO and the gap are exchanged
def evidence_decomposition(log_joint, q):
    elbo = (q * log_joint).sum() - torch.xlogy(q, q).sum()
    return log_joint.logsumexp(0) - elbo, elbo
