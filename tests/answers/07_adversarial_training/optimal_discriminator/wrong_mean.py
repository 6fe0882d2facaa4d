# diagnosed: the mean of the two is in the denominator
def optimal_discriminator(p_data, p_g):
    return p_data / ((p_data + p_g) / 2)
