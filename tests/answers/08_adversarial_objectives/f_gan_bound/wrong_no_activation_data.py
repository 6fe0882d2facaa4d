# diagnosed: the activation is missing for the data
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return real_outputs.mean() - conjugate(activation(fake_outputs)).mean()
