# diagnosed: The optimizer that you were given was not asked to step
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    optimizer = torch.optim.Adam(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    logits, mu, logvar = model(x, eps)
    error = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
    loss = (error + beta * 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
