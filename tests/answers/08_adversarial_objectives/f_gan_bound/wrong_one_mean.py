# mistake: one mean over both kinds
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    return torch.cat([activation(real_outputs), -conjugate(activation(fake_outputs))]).mean()
