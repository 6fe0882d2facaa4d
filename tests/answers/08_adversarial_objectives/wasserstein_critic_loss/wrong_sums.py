# diagnosed: the outputs are added up
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return fake_outputs.sum() - real_outputs.sum()
