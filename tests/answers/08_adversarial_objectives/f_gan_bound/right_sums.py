# right: sums over counts
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    T_real, T_fake = activation(real_outputs), activation(fake_outputs)
    return T_real.sum() / T_real.numel() - conjugate(T_fake).sum() / T_fake.numel()
