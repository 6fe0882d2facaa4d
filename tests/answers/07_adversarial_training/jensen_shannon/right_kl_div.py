# right: kl_div of torch, targets that may be 0
def jensen_shannon(p, q):
    m = 0.5 * (p + q)
    log_m = m.clamp(min=torch.finfo(m.dtype).tiny).log()
    return 0.5 * (F.kl_div(log_m, p, reduction="sum") + F.kl_div(log_m, q, reduction="sum"))
