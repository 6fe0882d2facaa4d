# diagnosed: only the largest weight counts
def importance_log_evidence(log_joint, log_q):
    return (log_joint - log_q).amax(0)
