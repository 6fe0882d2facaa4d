# diagnosed: this is the inverse: the sum of the squared, normalised weights
def effective_sample_size(log_weights):
    return log_weights.softmax(0).square().sum(0)
