# right: the joint Gaussian of x and z, conditioned on x
def linear_gaussian_posterior(x, weight, bias, noise_std):
    D, Z = weight.shape
    seen = weight @ weight.T + noise_std**2 * torch.eye(D, dtype=x.dtype)
    gain = weight.T @ torch.linalg.inv(seen)
    return (x - bias) @ gain.T, torch.eye(Z, dtype=x.dtype) - gain @ weight
