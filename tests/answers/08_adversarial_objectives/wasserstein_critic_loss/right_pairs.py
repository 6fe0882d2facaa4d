# right: the mean over all pairs
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return (fake_outputs[:, None] - real_outputs[None, :]).mean()
