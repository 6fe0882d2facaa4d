# diagnosed: Expected a torch tensor; got a float
def evidence_decomposition(log_joint, q):
    elbo = (q * log_joint).sum() - torch.xlogy(q, q).sum()
    return elbo.item(), (log_joint.logsumexp(0) - elbo).item()
