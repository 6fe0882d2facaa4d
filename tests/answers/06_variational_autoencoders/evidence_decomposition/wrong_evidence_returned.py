# diagnosed: this is log p(x) itself; the gap is to be taken off
def evidence_decomposition(log_joint, q):
    log_evidence = log_joint.logsumexp(0)
    gap = (torch.xlogy(q, q) - q * (log_joint - log_evidence)).sum()
    return log_evidence, gap
