# right: torch's own hinge_embedding_loss for a target of -1
def hinge_discriminator_loss(real_outputs, fake_outputs):
    real = F.hinge_embedding_loss(real_outputs, -torch.ones_like(real_outputs), margin=1.0)
    return real + F.hinge_embedding_loss(-fake_outputs, -torch.ones_like(fake_outputs), margin=1.0)
