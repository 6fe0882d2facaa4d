# right: an axis of length 1 for the draws
def elbo_monte_carlo(x, encode, decode, eps):
    mu, logvar = encode(x)
    logits = decode(reparameterize(mu.unsqueeze(0), logvar.unsqueeze(0), eps))
    likelihoods = bernoulli_log_likelihood(x.unsqueeze(0).repeat(len(eps), 1, 1), logits)
    return torch.mean(likelihoods, dim=0) - gaussian_kl(mu, logvar)
