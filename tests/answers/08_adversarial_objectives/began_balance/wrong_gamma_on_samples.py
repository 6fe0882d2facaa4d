# diagnosed: gamma stands before the samples' energy
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return min(max(k + rate * (real_energy.mean() - gamma * fake_energy.mean()).item(), 0.0), 1.0)
