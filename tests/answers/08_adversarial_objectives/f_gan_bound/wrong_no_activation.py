# diagnosed: the activation is missing
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return real_outputs.mean() - conjugate(fake_outputs).mean()
