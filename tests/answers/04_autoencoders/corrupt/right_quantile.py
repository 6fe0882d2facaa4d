# right: normal numbers below their p-quantile
def corrupt(x, p, generator=None):
    bound = torch.special.ndtri(torch.tensor(p, dtype=torch.float64))
    lost = torch.randn(x.shape, generator=generator, dtype=torch.float64) < bound
    return x.masked_fill(lost, 0.0)
