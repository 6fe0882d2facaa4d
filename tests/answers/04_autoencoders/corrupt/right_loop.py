# right: row by row
def corrupt(x, p, generator=None):
    mask = torch.stack([torch.rand(x.shape[1], generator=generator) >= p for _ in range(len(x))])
    return torch.where(mask, x, torch.zeros_like(x))
