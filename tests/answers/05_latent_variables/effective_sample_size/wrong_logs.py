# diagnosed: the logarithms are used as if they were the weights
def effective_sample_size(log_weights):
    return log_weights.sum(0).square() / log_weights.square().sum(0)
