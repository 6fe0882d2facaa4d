# right: Woodbury and the determinant lemma, in the latents' dimensions
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    D, Z = weight.shape
    residual = x - bias
    precision = torch.eye(Z, dtype=x.dtype, device=x.device) + weight.T @ weight / noise_std**2
    projected = residual @ weight / noise_std**2
    squares = residual.square().sum(-1) / noise_std**2 - (projected @ torch.linalg.inv(precision) * projected).sum(-1)
    log_det = torch.logdet(precision) + 2 * D * math.log(noise_std)
    return -0.5 * (squares + log_det + D * math.log(2 * math.pi))
