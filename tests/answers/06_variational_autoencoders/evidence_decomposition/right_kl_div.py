# right: F.kl_div against the normalised joint, a list as result
def evidence_decomposition(log_joint, q):
    gap = F.kl_div(F.log_softmax(log_joint, dim=0), q, reduction="sum")
    top = log_joint.max()
    return [top + (log_joint - top).exp().sum().log() - gap, gap]
