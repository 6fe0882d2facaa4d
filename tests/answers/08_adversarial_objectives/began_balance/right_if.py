# right: with if, and no clamp
def began_balance(k, real_energy, fake_energy, gamma, rate):
    k = k + rate * float(gamma * real_energy.sum() / len(real_energy) - fake_energy.sum() / len(fake_energy))
    if k < 0:
        return 0
    if k > 1:
        return 1
    return k
