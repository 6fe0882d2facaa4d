# right: sums over sizes
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return fake_outputs.sum() / fake_outputs.shape[0] - real_outputs.sum() / real_outputs.shape[0]
