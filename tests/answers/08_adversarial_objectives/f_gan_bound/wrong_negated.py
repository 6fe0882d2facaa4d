# diagnosed: the samples' outputs are negated
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return activation(real_outputs).mean() - conjugate(activation(-fake_outputs)).mean()
