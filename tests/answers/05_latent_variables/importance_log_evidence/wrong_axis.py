# diagnosed: the mean runs over the examples
def importance_log_evidence(log_joint, log_q):
    return (log_joint - log_q).logsumexp(1) - math.log(log_q.shape[1])
