# right: S over 1 plus the relative variance
def effective_sample_size(log_weights):
    w = (log_weights - log_weights.amax(0)).exp()
    c = w.var(0, correction=0) / w.mean(0) ** 2
    return len(w) / (1 + c)
