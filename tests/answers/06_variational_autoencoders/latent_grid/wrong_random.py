# diagnosed: nothing here is random
def latent_grid(n):
    q = torch.randn(n).sort().values
    return torch.stack([q.repeat(n), q.repeat_interleave(n)], dim=1)
