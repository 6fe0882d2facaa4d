# right: the square multiplied out, with moments
def least_squares_discriminator_loss(real_outputs, fake_outputs):
    m, n = real_outputs.shape[0], fake_outputs.shape[0]
    real = real_outputs.dot(real_outputs) / m - 2 * real_outputs.sum() / m + 1
    return torch.stack([real, torch.linalg.vector_norm(fake_outputs) ** 2 / n]).sum() / 2
