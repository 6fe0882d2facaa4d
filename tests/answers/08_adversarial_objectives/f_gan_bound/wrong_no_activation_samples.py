# diagnosed: the activation is missing for the samples
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return activation(real_outputs).mean() - conjugate(fake_outputs).mean()
