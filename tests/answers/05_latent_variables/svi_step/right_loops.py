# right: a loop over the rows and the draws, cleared afterwards
def svi_step(log_joint, x, mu, logvar, index, eps, optimizer):
    total = 0.0
    S, B, Z = eps.shape
    for b, row in enumerate(index.tolist()):
        sigma = torch.sqrt(torch.exp(logvar[row]))
        for s in range(S):
            z = mu[row] + sigma * eps[s, b]
            total = total - log_joint(x[row : row + 1], z[None])[0] / S
        total = total - torch.log(sigma).sum() - Z / 2 * (1 + math.log(2 * math.pi))
    loss = total / B
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return float(loss)
