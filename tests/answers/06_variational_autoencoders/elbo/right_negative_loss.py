# right: minus the loss that is minimised, row by row
def elbo(x, logits, mu, logvar, beta=1.0):
    losses = []
    for n in range(len(x)):
        error = F.binary_cross_entropy_with_logits(logits[n], x[n], reduction="sum")
        losses.append(error + beta * gaussian_kl(mu[n : n + 1], logvar[n : n + 1])[0])
    return -torch.stack(losses)
