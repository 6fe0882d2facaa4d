# right: the entropy by torch.special.entr
def evidence_decomposition(log_joint, q):
    entropy = torch.special.entr(q).sum()
    average = torch.dot(q, log_joint)
    cross = -torch.dot(q, log_joint - log_joint.logsumexp(-1))
    return average + entropy, cross - entropy
