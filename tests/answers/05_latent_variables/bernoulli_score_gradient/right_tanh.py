# right: spins of plus and minus 1, and a tanh
def bernoulli_score_gradient(f, z, logits):
    spin = 2 * z - 1
    return f[:, None] * (spin - torch.tanh(logits / 2)) / 2
