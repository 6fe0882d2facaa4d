# diagnosed: the sums run over the examples
def effective_sample_size(log_weights):
    return 1 / log_weights.softmax(1).square().sum(1)
