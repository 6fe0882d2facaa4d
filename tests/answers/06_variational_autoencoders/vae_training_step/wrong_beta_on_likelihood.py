# diagnosed: beta weighs the likelihood; it is the weight of the KL
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    logits, mu, logvar = model(x, eps)
    loss = (gaussian_kl(mu, logvar) - beta * bernoulli_log_likelihood(x, logits)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
