# diagnosed: q and p are exchanged: the average must run over q
def kl_divergence(q, p):
    return torch.nn.functional.kl_div(q.log(), p, reduction="none").sum(-1)
