# diagnosed: log p(x, z) - log q is not weighted by q
def evidence_decomposition(log_joint, q):
    elbo = (log_joint - q.log()).sum()
    return elbo, log_joint.logsumexp(0) - elbo
