# diagnosed: the mean over the pixels is taken; they add up
def elbo(x, logits, mu, logvar, beta=1.0):
    error = F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean(-1)
    return -error - beta * gaussian_kl(mu, logvar)
