# diagnosed: nothing cuts k off
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return k + rate * (gamma * real_energy.mean() - fake_energy.mean()).item()
