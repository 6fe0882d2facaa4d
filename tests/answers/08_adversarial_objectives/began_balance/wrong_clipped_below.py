# diagnosed: k is cut off below only
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return max(k + rate * (gamma * real_energy.mean() - fake_energy.mean()).item(), 0.0)
