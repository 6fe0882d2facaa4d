# right: mse_loss of torch
def least_squares_generator_loss(fake_outputs):
    return 0.5 * F.mse_loss(fake_outputs, torch.ones_like(fake_outputs))
