# right: the bound from its definition, the gap as what is left
def evidence_decomposition(log_joint, q):
    elbo = (q * log_joint).sum() - torch.special.xlogy(q, q).sum()
    return elbo, torch.logsumexp(log_joint, dim=-1) - elbo
