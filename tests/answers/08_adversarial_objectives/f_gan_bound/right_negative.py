# right: minus the critic's loss
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    loss = conjugate(activation(fake_outputs)).mean().sub(activation(real_outputs).mean())
    return loss.neg()
