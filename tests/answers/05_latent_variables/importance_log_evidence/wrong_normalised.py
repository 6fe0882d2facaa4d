# diagnosed: the weights are normalised: their mean is 1/S then, whatever p(x) is
def importance_log_evidence(log_joint, log_q):
    return (log_joint - log_q).log_softmax(0).logsumexp(0) - math.log(len(log_q))
