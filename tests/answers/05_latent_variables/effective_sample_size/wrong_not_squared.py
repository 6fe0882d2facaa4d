# diagnosed: the sum of the weights is not squared
def effective_sample_size(log_weights):
    w = log_weights.exp()
    return w.sum(0) / w.square().sum(0)
