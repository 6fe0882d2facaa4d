# right: a uniform mixture over the draws
def importance_log_evidence(log_joint, log_q):
    log_w = log_joint - log_q

    uniform = torch.full((len(log_w), 1), -math.log(len(log_w)), dtype=log_w.dtype)
    return torch.logsumexp(log_w + uniform, dim=0)
