# right: a tensor, clamped
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return torch.clamp(k + rate * gamma * real_energy.mean() - rate * fake_energy.mean(), 0, 1)
