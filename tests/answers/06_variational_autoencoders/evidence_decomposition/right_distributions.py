# right: torch.distributions, only over the values that q allows
def evidence_decomposition(log_joint, q):
    allowed = q > 0
    log_evidence = torch.logsumexp(log_joint, 0)
    log_posterior = torch.log_softmax(log_joint, 0)
    gap = (q[allowed] * (q[allowed].log() - log_posterior[allowed])).sum()
    return log_evidence - gap, gap
