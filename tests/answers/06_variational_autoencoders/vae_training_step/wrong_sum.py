# diagnosed: this is the sum over the examples; take the mean
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    logits, mu, logvar = model(x, eps)
    loss = -elbo(x, logits, mu, logvar, beta).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
