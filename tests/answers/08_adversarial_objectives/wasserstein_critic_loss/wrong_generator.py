# diagnosed: this is the generator's loss
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return -fake_outputs.mean()
