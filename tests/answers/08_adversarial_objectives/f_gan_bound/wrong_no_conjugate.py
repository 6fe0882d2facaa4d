# diagnosed: the conjugate is missing
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return activation(real_outputs).mean() - activation(fake_outputs).mean()
