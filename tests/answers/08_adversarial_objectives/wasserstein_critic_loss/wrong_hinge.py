# diagnosed: this is the hinge loss
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return F.relu(1 - real_outputs).mean() + F.relu(1 + fake_outputs).mean()
