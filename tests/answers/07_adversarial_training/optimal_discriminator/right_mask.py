# right: only where there is mass
def optimal_discriminator(p_data, p_g):
    D = torch.zeros_like(p_data) + 0.5
    known = (p_data > 0) | (p_g > 0)
    D[known] = p_data[known].div(p_data[known] + p_g[known])
    return D
