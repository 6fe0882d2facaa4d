# diagnosed: the logarithm is to base 2; nats are natural logarithms
def evidence_decomposition(log_joint, q):
    log_evidence = log_joint.logsumexp(0)
    gap = (torch.xlogy(q, q) - q * (log_joint - log_evidence)).sum()
    return (log_evidence - gap) / math.log(2), gap / math.log(2)
