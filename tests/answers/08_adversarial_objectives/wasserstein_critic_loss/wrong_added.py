# diagnosed: the two means are added
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return real_outputs.mean() + fake_outputs.mean()
