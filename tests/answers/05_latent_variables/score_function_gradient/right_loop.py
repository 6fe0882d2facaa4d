# right: a loop over the draws and the latents, plain numbers
def score_function_gradient(f, z, mu, logvar):
    by_mu, by_logvar = torch.empty_like(z), torch.empty_like(z)
    for s in range(z.shape[0]):
        for k in range(z.shape[1]):
            variance = math.exp(logvar[k].item())
            off = z[s, k].item() - mu[k].item()
            by_mu[s, k] = f[s].item() * off / variance
            by_logvar[s, k] = f[s].item() * (off**2 / variance - 1) / 2
    return [by_mu, by_logvar]
