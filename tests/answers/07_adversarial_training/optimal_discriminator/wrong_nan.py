# diagnosed: where neither puts anything, say 0.5
def optimal_discriminator(p_data, p_g):
    return p_data / (p_data + p_g)
