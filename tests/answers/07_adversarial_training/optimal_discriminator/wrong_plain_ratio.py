# diagnosed: this is the ratio of the two
def optimal_discriminator(p_data, p_g):
    return p_data / p_g
