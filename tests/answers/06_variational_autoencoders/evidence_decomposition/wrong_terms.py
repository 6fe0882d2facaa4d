# diagnosed: Expected shape (), one number for this x; got (3,)
def evidence_decomposition(log_joint, q):
    log_posterior = log_joint - log_joint.logsumexp(0)
    return q * log_joint - torch.xlogy(q, q), torch.xlogy(q, q) - q * log_posterior
