# diagnosed: the move is cut off to [0, 1]
def began_balance(k, real_energy, fake_energy, gamma, rate):
    return k + min(max(rate * (gamma * real_energy.mean() - fake_energy.mean()).item(), 0.0), 1.0)
