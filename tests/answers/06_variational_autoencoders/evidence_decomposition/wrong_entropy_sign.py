# diagnosed: the entropy of q has the wrong sign
def evidence_decomposition(log_joint, q):
    elbo = (q * log_joint).sum() + torch.xlogy(q, q).sum()
    return elbo, log_joint.logsumexp(0) - elbo
