# diagnosed: the data go through the conjugate as well
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return conjugate(activation(real_outputs)).mean() - conjugate(activation(fake_outputs)).mean()
