# right: component by component, in plain Python
def gmm_condition(value, weights, means, covariances):
    densities, new_means, variances = [], [], []
    for w, (m0, m1), ((c00, c01), (_, c11)) in zip(weights.tolist(), means.tolist(), covariances.tolist()):
        densities.append(math.log(w) - 0.5 * math.log(2 * math.pi * c11) - (value - m1) ** 2 / (2 * c11))
        new_means.append(m0 + c01 / c11 * (value - m1))
        variances.append(c00 - c01**2 / c11)
    top = max(densities)
    shares = [math.exp(d - top) for d in densities]
    new_weights = [share / sum(shares) for share in shares]
    return tuple(torch.tensor(v, dtype=means.dtype) for v in (new_weights, new_means, variances))
