# diagnosed: this is the logit of D*
def optimal_discriminator(p_data, p_g):
    return p_data.log() - p_g.log()
