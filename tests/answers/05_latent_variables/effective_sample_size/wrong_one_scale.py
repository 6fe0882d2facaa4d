# diagnosed: Your value is not finite: a weight that is too small or too large to be written
def effective_sample_size(log_weights):
    weights = (log_weights - log_weights.max()).exp()
    return weights.sum(0).square() / weights.square().sum(0)
