# right: the largest taken out by hand
def importance_log_evidence(log_joint, log_q):
    log_w = log_joint - log_q
    top = log_w.amax(0)
    return top + (log_w - top).exp().mean(0).log()
