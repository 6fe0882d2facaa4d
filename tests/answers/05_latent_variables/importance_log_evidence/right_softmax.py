# right: from the largest normalised weight
def importance_log_evidence(log_joint, log_q):
    log_w = log_joint - log_q

    log_v = log_w.log_softmax(0)
    return (log_w - log_v)[0] - math.log(log_w.shape[0])
