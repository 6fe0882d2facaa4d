# diagnosed: changes p_g in place
def optimal_discriminator(p_data, p_g):
    p_g += p_data
    return torch.where(p_g > 0, p_data / p_g, 0.5)
