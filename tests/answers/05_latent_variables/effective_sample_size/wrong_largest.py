# diagnosed: this is one over the largest normalised weight; use all of them
def effective_sample_size(log_weights):
    return 1 / log_weights.softmax(0).amax(0)
