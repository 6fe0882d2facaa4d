# diagnosed: the values are added up
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return activation(real_outputs).sum() - conjugate(activation(fake_outputs)).sum()
