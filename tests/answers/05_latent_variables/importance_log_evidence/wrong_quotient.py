# mistake: the logarithms are divided by each other
def importance_log_evidence(log_joint, log_q):
    return (log_joint / log_q).logsumexp(0) - math.log(len(log_q))
