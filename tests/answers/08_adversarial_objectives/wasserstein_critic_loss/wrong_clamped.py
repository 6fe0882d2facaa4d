# diagnosed: the outputs are cut off at 1 and -1
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return fake_outputs.clamp(-1, 1).mean() - real_outputs.clamp(-1, 1).mean()
