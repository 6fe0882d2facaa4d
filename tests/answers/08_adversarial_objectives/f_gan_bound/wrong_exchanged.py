# diagnosed: data and samples are exchanged
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return activation(fake_outputs).mean() - conjugate(activation(real_outputs)).mean()
