# right: torch.maximum and sums
def hinge_discriminator_loss(real_outputs, fake_outputs):
    zero = real_outputs.new_zeros(())
    real = torch.maximum(zero, 1 - real_outputs).sum() / real_outputs.numel()
    return real - torch.minimum(zero, -1 - fake_outputs).sum() / fake_outputs.numel()
