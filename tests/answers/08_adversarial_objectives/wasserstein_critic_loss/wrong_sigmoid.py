# diagnosed: the outputs go through a sigmoid first
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return fake_outputs.sigmoid().mean() - real_outputs.sigmoid().mean()
