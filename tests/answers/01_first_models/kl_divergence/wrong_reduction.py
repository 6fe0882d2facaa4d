# diagnosed: everything is summed; each row is a pair of its own
def kl_divergence(q, p):
    terms = torch.nn.functional.kl_div(p.log(), q, reduction="none")
    return terms.masked_fill(q == 0, 0.0).sum()
