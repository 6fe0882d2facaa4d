# right: one batch with signed weights
def wasserstein_critic_loss(real_outputs, fake_outputs):
    outputs = torch.cat([fake_outputs, real_outputs])
    weights = torch.full_like(outputs, 1 / fake_outputs.numel())
    weights[len(fake_outputs) :] = -1 / real_outputs.numel()
    return weights @ outputs
