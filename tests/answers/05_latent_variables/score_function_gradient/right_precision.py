# right: by the precision, einsum for the weights
def score_function_gradient(f, z, mu, logvar):
    precision = torch.exp(-logvar)
    by_mu = precision * (z - mu)
    by_logvar = -0.5 + 0.5 * by_mu * (z - mu)
    return torch.einsum("s,sk->sk", f, by_mu), torch.einsum("s,sk->sk", f, by_logvar)
