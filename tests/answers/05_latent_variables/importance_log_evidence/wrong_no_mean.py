# diagnosed: the 1/S is missing: this is the logarithm of the sum
def importance_log_evidence(log_joint, log_q):
    return (log_joint - log_q).logsumexp(0)
