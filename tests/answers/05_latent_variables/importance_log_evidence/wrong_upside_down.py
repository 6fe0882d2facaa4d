# diagnosed: the weights are upside down: p(x, z) is divided by q(z)
def importance_log_evidence(log_joint, log_q):
    return (log_q - log_joint).logsumexp(0) - math.log(len(log_q))
