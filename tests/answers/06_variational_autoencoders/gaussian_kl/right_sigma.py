# right: by way of sigma, cross-entropy minus entropy
def gaussian_kl(mu, logvar):
    sigma = torch.exp(0.5 * logvar)
    cross = 0.5 * math.log(2 * math.pi) + (mu**2 + sigma**2) / 2
    entropy = 0.5 * math.log(2 * math.pi) + sigma.log() + 0.5
    return (cross - entropy).sum(1)
