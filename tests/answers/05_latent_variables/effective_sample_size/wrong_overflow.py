# diagnosed: a weight that is too small or too large to be written is formed on the way
def effective_sample_size(log_weights):
    w = log_weights.exp()
    return w.sum(0).square() / w.square().sum(0)
