# diagnosed: k is cut off above only
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return min(k + rate * (gamma * real_energy.mean() - fake_energy.mean()).item(), 1.0)
