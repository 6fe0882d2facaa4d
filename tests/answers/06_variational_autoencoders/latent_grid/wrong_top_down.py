# diagnosed: the rows run from the top down; row 0 has the smallest second coordinate
def latent_grid(n):
    q = Normal(0.0, 1.0).icdf((torch.arange(n) + 0.5) / n)
    return torch.stack([q.repeat(n), q.flip(0).repeat_interleave(n)], dim=1)
