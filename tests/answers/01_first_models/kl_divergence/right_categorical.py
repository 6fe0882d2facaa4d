# right: torch.distributions
def kl_divergence(q, p):
    Categorical = torch.distributions.Categorical
    return torch.distributions.kl_divergence(Categorical(probs=q), Categorical(probs=p))
