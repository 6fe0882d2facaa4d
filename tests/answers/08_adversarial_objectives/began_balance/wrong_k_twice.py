# diagnosed: k weighs the samples here as well
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return min(max(k + rate * (gamma * real_energy.mean() - k * fake_energy.mean()).item(), 0.0), 1.0)
