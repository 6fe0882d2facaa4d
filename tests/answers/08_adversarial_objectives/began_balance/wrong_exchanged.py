# diagnosed: data and samples are exchanged
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return min(max(k + rate * (gamma * fake_energy.mean() - real_energy.mean()).item(), 0.0), 1.0)
