# diagnosed: the logarithms of the weights are averaged: this is a bound, not the estimate; average the weights
def importance_log_evidence(log_joint, log_q):
    return (log_joint - log_q).mean(0)
