# diagnosed: the entropy of q is missing
def evidence_decomposition(log_joint, q):
    elbo = (q * log_joint).sum()
    return elbo, log_joint.logsumexp(0) - elbo
