# diagnosed: D* is the sigmoid of the log-ratio
def optimal_discriminator(p_data, p_g):
    return torch.sigmoid(p_data - p_g)
