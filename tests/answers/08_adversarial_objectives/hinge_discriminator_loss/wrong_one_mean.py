# mistake: both kinds share one mean, doubled, which is right for batches of one size
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return torch.cat([F.relu(1 - real_outputs), F.relu(1 + fake_outputs)]).mean() * 2
