# right: two loops, and a log-sum-exp of one's own
def log_sum_exp(values):
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def gmm_log_prob(x, weights, means, covariances):
    result = []
    for point in x:
        logs = []
        for k in range(len(weights)):
            d = point - means[k]
            distance = d @ torch.linalg.solve(covariances[k], d)
            _, log_det = torch.linalg.slogdet(covariances[k])
            logs.append(float(weights[k].log() - 0.5 * (len(d) * math.log(2 * math.pi) + log_det + distance)))
        result.append(log_sum_exp(logs))
    return torch.tensor(result, dtype=x.dtype)
