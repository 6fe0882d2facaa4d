# diagnosed: only the data count
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return -real_outputs.mean()
