# diagnosed: log p(x, z) is used as if it were log p(z | x)
def evidence_decomposition(log_joint, q):
    log_posterior = log_joint.log_softmax(0)
    gap = (torch.xlogy(q, q) - q * log_posterior).sum()
    return -gap, gap
