# diagnosed: means over pixels and latents are taken, as in the lecture's listing; both add up
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    logits, mu, logvar = model(x, eps)
    xent_loss = F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean(-1)
    kl_loss = -0.5 * torch.mean(1 + logvar - torch.square(mu) - torch.exp(logvar), axis=-1)
    loss = (xent_loss + beta * kl_loss).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
