# mistake: the slope of the chord between data and samples
def gradient_penalty(critic, real, fake, eps):
    rise = (critic(real) - critic(fake)).squeeze(1)
    return (rise.abs() / (real - fake).norm(dim=1) - 1).square()
