# diagnosed: the sum is divided by the number of examples; divide by the number of draws
def importance_log_evidence(log_joint, log_q):
    return (log_joint - log_q).logsumexp(0) - math.log(log_q.shape[1])
