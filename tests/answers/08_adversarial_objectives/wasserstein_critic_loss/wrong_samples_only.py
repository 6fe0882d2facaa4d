# diagnosed: only the samples count
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return fake_outputs.mean()
