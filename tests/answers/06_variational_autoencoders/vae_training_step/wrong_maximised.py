# diagnosed: the sign is turned around: this is the ELBO
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    logits, mu, logvar = model(x, eps)
    loss = elbo(x, logits, mu, logvar, beta).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
