# right: divided by the largest weight
def effective_sample_size(log_weights):
    w = (log_weights - log_weights.max(dim=0, keepdim=True).values).exp()
    return w.sum(0).square() / w.square().sum(0)
