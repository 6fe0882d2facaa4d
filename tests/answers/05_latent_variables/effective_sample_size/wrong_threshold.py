# mistake: weights above the mean are counted
def effective_sample_size(log_weights):
    v = log_weights.softmax(0)
    return (v >= v.mean(0) - 1e-6).to(v.dtype).sum(0)
