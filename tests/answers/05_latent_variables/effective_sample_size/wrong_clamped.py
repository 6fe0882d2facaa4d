# mistake: the log-weights are clamped, so that exp stays finite
def effective_sample_size(log_weights):
    w = log_weights.clamp(-50, 50).exp()
    return w.sum(0).square() / w.square().sum(0)
