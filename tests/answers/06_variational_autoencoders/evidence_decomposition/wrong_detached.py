# diagnosed: No gradient flows back to log_joint
def evidence_decomposition(log_joint, q):
    log_joint = log_joint.detach()
    elbo = (q * log_joint).sum() - torch.xlogy(q, q).sum()
    return elbo, log_joint.logsumexp(0) - elbo
