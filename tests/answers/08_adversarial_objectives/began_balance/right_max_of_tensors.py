# right: min and max of Python on a tensor
def began_balance(k, real_energy, fake_energy, gamma, rate):
    imbalance = gamma * real_energy.mean() - fake_energy.mean()
    return max(0, min(1, k + rate * imbalance))
