# diagnosed: activation and conjugate are in the wrong order
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return activation(real_outputs).mean() - activation(conjugate(fake_outputs)).mean()
