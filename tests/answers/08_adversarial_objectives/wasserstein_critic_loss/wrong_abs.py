# mistake: the absolute value is taken
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return (fake_outputs.mean() - real_outputs.mean()).abs()
