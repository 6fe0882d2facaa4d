# diagnosed: the sign is turned around
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return conjugate(activation(fake_outputs)).mean() - activation(real_outputs).mean()
