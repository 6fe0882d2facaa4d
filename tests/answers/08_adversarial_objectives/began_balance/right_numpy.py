# right: numpy
def began_balance(k, real_energy, fake_energy, gamma, rate):
    import numpy as np

    move = rate * (gamma * real_energy.numpy().mean() - fake_energy.numpy().mean())
    return np.clip(k + move, 0, 1)
