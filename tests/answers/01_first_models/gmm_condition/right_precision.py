# right: by the precision matrix, whose corner is one over the variance
def gmm_condition(value, weights, means, covariances):
    precisions = torch.linalg.inv(covariances)
    variances = 1 / precisions[:, 0, 0]
    new_means = means[:, 0] - variances * precisions[:, 0, 1] * (value - means[:, 1])
    margin = torch.distributions.Normal(means[:, 1], covariances[:, 1, 1].sqrt())
    logits = weights.log() + margin.log_prob(torch.as_tensor(value, dtype=means.dtype))
    return torch.distributions.Categorical(logits=logits).probs, new_means, variances
