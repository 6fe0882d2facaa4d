# diagnosed: the KL is subtracted from the loss; it is a price
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    logits, mu, logvar = model(x, eps)
    loss = -(bernoulli_log_likelihood(x, logits) + beta * gaussian_kl(mu, logvar)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
