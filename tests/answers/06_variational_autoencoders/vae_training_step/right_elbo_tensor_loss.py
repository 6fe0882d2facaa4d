# right: the earlier function, the mean at backward, float() of a detached tensor
def vae_training_step(model, x, eps, optimizer, beta=1.0):
    optimizer.zero_grad()
    bounds = elbo(x, *model(x, eps), beta=beta)
    bounds.backward(torch.full_like(bounds, -1 / len(bounds)))
    optimizer.step()
    return -float(bounds.detach().mean())
