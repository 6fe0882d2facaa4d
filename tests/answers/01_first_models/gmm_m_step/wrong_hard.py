# diagnosed: each point is counted whole for its likeliest component
def gmm_m_step(x, responsibilities):
    K, D = responsibilities.shape[1], x.shape[1]
    nearest = responsibilities.argmax(1)
    groups = [x[nearest == k] for k in range(K)]
    weights = torch.stack([torch.tensor(len(group) / len(x), dtype=x.dtype) for group in groups])
    means = torch.stack([group.mean(0) for group in groups])
    return weights, means, torch.stack([torch.cov(group.T, correction=0).reshape(D, D) for group in groups])
