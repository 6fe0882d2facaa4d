# mistake: pairs each sample with one of the data
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return (fake_outputs - real_outputs).mean()
