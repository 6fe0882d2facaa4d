# diagnosed: each point is given to its nearest mean
def gmm_e_step(x, weights, means, covariances):
    nearest = torch.cdist(x, means).argmin(1)
    return torch.nn.functional.one_hot(nearest, len(weights)).to(x.dtype)
