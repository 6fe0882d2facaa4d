# diagnosed: a weight that is too small or too large to be written is formed on the way
def importance_log_evidence(log_joint, log_q):
    return (log_joint - log_q).exp().mean(0).log()
