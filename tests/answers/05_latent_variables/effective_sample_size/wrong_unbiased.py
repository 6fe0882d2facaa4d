# diagnosed: the variance is taken with S - 1
def effective_sample_size(log_weights):
    w = (log_weights - log_weights.amax(0)).exp()
    return len(w) / (1 + w.var(0) / w.mean(0) ** 2)
