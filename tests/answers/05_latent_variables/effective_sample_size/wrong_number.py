# diagnosed: each example has its own
def effective_sample_size(log_weights):
    return (1 / log_weights.softmax(0).square().sum(0)).mean()
