# diagnosed: Your function changes log_joint in place
def importance_log_evidence(log_joint, log_q):
    log_joint -= log_q
    return log_joint.logsumexp(0) - math.log(len(log_q))
