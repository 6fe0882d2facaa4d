# diagnosed: the weights are squared before they are added; square their sum
def effective_sample_size(log_weights):
    w = (log_weights - log_weights.amax(0)).exp()
    return w.square().sum(0) / w.square().sum(0)
