# diagnosed: this is the loss after the update
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    def loss_now():
        logits, mu, logvar = model(x, eps)
        error = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return (error + beta * 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)).mean()

    optimizer.zero_grad()
    loss_now().backward()
    optimizer.step()
    return loss_now().item()
