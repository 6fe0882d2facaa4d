# right: the average over 2Z points that have the moments of q
def linear_gaussian_elbo(x, mu, logvar, weight, bias, noise_std):
    Z = mu.shape[1]
    offsets = torch.cat([torch.eye(Z, dtype=x.dtype), -torch.eye(Z, dtype=x.dtype)]) * Z**0.5
    z = mu + (0.5 * logvar).exp() * offsets[:, None, :]
    log_p = -(x - z @ weight.T - bias).square().sum(-1) / (2 * noise_std**2) - 0.5 * z.square().sum(-1)
    constant = -0.5 * len(bias) * math.log(2 * math.pi * noise_std**2)
    return log_p.mean(0) + constant + 0.5 * (logvar + 1).sum(-1)
