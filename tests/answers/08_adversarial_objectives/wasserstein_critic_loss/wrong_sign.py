# diagnosed: the sign is turned around
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return real_outputs.mean() - fake_outputs.mean()
