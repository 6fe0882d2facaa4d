# diagnosed: the difference is halved
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return 0.5 * (fake_outputs.mean() - real_outputs.mean())
