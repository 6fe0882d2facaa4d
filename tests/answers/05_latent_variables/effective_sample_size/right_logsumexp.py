# right: both sums on the log scale
def effective_sample_size(log_weights):
    return (2 * log_weights.logsumexp(0) - (2 * log_weights).logsumexp(0)).exp()
