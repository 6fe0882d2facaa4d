# diagnosed: the energies are added up
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return min(max(k + rate * (gamma * real_energy.sum() - fake_energy.sum()).item(), 0.0), 1.0)
