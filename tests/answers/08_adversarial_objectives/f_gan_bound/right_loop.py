# right: a loop over the outputs
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    total = 0
    for v in real_outputs:
        total = total + activation(v) / len(real_outputs)
    for v in fake_outputs:
        total = total - conjugate(activation(v)) / len(fake_outputs)
    return total
