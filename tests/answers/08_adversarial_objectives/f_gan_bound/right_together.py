# right: all outputs go through the activation at once
def f_gan_bound(real_outputs, fake_outputs, activation, conjugate):
    N = len(real_outputs)
    T = activation(torch.cat([real_outputs, fake_outputs]))
    return torch.mean(T[:N]) - torch.mean(conjugate(T[N:]))
