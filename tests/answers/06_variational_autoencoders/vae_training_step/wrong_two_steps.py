# diagnosed: two steps were made on one gradient
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    logits, mu, logvar = model(x, eps)
    error = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
    loss = (error + beta * 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()
