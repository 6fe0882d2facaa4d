# diagnosed: a small number is added inside the logarithm
def evidence_decomposition(log_joint, q):
    elbo = (q * (log_joint - (q + 1e-6).log())).sum()
    return elbo, log_joint.logsumexp(0) - elbo
