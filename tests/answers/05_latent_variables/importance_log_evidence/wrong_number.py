# diagnosed: each example has its own
def importance_log_evidence(log_joint, log_q):
    return ((log_joint - log_q).logsumexp(0) - math.log(len(log_q))).mean()
