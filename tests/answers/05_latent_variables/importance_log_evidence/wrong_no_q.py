# diagnosed: q(z) plays no part; divide by it
def importance_log_evidence(log_joint, log_q):
    return log_joint.logsumexp(0) - math.log(len(log_q))
