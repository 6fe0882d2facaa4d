# diagnosed: each point is given to its likeliest component whole
def gmm_em(x, weights, means, covariances, n_iter):
    history = []
    for _ in range(n_iter):
        history.append(gmm_log_prob(x, weights, means, covariances).mean())
        r = gmm_e_step(x, weights, means, covariances)
        r = torch.nn.functional.one_hot(r.argmax(1), len(weights)).to(x.dtype)
        weights, means, covariances = gmm_m_step(x, r)
    return weights, means, covariances, torch.stack(history)
