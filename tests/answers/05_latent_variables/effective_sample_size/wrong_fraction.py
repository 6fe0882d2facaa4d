# diagnosed: this is the fraction of the draws; return their number
def effective_sample_size(log_weights):
    return 1 / log_weights.softmax(0).square().mean(0) / len(log_weights) ** 2
