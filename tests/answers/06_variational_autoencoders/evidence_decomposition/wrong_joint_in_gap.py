# diagnosed: the joint is compared with q; compare the posterior, p(x, z) divided by p(x)
def evidence_decomposition(log_joint, q):
    gap = (torch.xlogy(q, q) - q * log_joint).sum()
    return -gap + 0 * gap, gap
