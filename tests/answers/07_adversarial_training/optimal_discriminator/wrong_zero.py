# diagnosed: where neither puts anything your detective has an opinion
def optimal_discriminator(p_data, p_g):
    return torch.nan_to_num(p_data / (p_data + p_g))
