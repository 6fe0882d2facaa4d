# diagnosed: No gradient flows back
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    return torch.tensor(0.5 * ((real_outputs - 1) ** 2).mean().item() + 0.5 * (fake_outputs**2).mean().item(), dtype=real_outputs.dtype)
