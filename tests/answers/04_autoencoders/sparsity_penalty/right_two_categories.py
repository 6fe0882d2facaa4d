# right: the divergence of two tables with the categories on and off
def sparsity_penalty(z, rho):
    on = z.mean(0)
    q = torch.stack([on, 1 - on], dim=1)
    p = torch.tensor([rho, 1 - rho], dtype=z.dtype).expand_as(q)
    return F.kl_div(q.log(), p, reduction="sum")
