# right: a loop
def wasserstein_critic_loss(real_outputs, fake_outputs):
    loss = 0.0
    for output in real_outputs:
        loss = loss - output / len(real_outputs)
    for output in fake_outputs:
        loss = loss + output / len(fake_outputs)
    return loss
