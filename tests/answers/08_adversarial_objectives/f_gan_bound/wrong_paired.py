# mistake: data and samples are paired, though there may be more of one kind
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return (activation(real_outputs) - conjugate(activation(fake_outputs))).mean()
