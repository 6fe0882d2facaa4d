# diagnosed: k is cut off to [-1, 1]
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return min(max(k + rate * (gamma * real_energy.mean() - fake_energy.mean()).item(), -1.0), 1.0)
