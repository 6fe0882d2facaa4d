# diagnosed: this is the squared error between x and the probabilities
def bernoulli_log_likelihood(x, logits):
    return -(x - torch.sigmoid(logits)).square().sum(-1)
