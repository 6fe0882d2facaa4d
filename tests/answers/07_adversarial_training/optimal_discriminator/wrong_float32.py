# diagnosed: Expected values of dtype torch.float64
def optimal_discriminator(p_data, p_g):
    best = torch.full((len(p_data),), 0.5)
    known = p_data + p_g > 0
    best[known] = (p_data[known] / (p_data[known] + p_g[known])).float()
    return best
