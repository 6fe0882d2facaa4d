# right: Bayes' rule point by point, relative to the likeliest component
def gmm_e_step(x, weights, means, covariances):
    rows = []
    for point in x:
        logs = []
        for weight, mean, covariance in zip(weights, means, covariances):
            density = torch.distributions.MultivariateNormal(mean, covariance)
            logs.append((weight.log() + density.log_prob(point)).item())
        shares = [math.exp(value - max(logs)) for value in logs]
        rows.append([share / sum(shares) for share in shares])
    return torch.tensor(rows, dtype=x.dtype)
