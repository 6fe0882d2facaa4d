# right: log q from the noise, the largest weight taken out by hand
def iwae_bound(x, encode, log_joint, eps):
    mu, logvar = encode(x)
    z = mu + torch.exp(logvar / 2) * eps
    log_q = -0.5 * (eps**2 + logvar + math.log(2 * math.pi)).sum(dim=-1)
    log_w = log_joint(x, z) - log_q
    top = log_w.max(dim=0, keepdim=True).values.detach()
    return top[0] + torch.log(torch.exp(log_w - top).mean(dim=0))
