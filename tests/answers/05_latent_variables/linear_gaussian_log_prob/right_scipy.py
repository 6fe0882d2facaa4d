# right: scipy
from scipy.stats import multivariate_normal
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    covariance = (weight @ weight.T).numpy() + noise_std**2 * torch.eye(len(bias)).numpy()
    values = multivariate_normal.logpdf(x.numpy(), bias.numpy(), covariance)
    return torch.as_tensor(values, dtype=x.dtype).reshape(len(x))
