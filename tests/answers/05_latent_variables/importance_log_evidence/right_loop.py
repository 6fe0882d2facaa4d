# right: draw by draw, on the log scale
def importance_log_evidence(log_joint, log_q):
    total = log_joint[0] - log_q[0]
    for a, b in zip(log_joint[1:], log_q[1:]):
        total = torch.logaddexp(total, a - b)
    return total - torch.log(torch.tensor(len(log_joint), dtype=total.dtype))
