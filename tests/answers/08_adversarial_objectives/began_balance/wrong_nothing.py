# diagnosed: Expected a number; got None
def began_balance(k, real_energy, fake_energy, gamma, rate):
    k = min(max(k + rate * (gamma * real_energy.mean() - fake_energy.mean()).item(), 0.0), 1.0)
