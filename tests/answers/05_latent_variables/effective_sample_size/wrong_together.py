# diagnosed: the weights are normalised over examples and draws together
def effective_sample_size(log_weights):
    v = log_weights.flatten().softmax(0).reshape(log_weights.shape)
    return 1 / v.square().sum(0)
