# diagnosed: the square root is left: the squares' sum has none
def effective_sample_size(log_weights):
    return 1 / log_weights.softmax(0).norm(dim=0)
