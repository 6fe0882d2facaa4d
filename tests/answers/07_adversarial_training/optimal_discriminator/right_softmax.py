# right: softmax over the two hypotheses
def optimal_discriminator(p_data, p_g):
    posterior = torch.stack([p_data.log(), p_g.log()]).softmax(0)[0]
    return torch.where(posterior.isnan(), 0.5, posterior)
