# diagnosed: where neither puts anything your detective has an opinion
def optimal_discriminator(p_data, p_g):
    return p_data / (p_data + p_g + 1e-12)
