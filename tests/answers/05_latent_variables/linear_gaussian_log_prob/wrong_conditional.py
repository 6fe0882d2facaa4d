# diagnosed: z is set to 0, its mean, as if it were known
def linear_gaussian_log_prob(x, weight, bias, noise_std):
    return Normal(bias, noise_std).log_prob(x).sum(1)
