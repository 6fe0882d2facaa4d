# right: the gradient penalty at one end
def dragan_penalty(discriminator, real, noise):
    return gradient_penalty(discriminator, real + noise, real, torch.ones_like(real[:, :1]))
