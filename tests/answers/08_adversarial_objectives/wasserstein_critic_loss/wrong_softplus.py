# diagnosed: this is the first detective's cross-entropy
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return F.softplus(-real_outputs).mean() + F.softplus(fake_outputs).mean()
