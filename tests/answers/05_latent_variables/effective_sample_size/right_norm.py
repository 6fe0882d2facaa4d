# right: the norm of the normalised weights
def effective_sample_size(log_weights):
    v = (log_weights - log_weights.logsumexp(0)).exp()
    return v.norm(dim=0) ** -2
