# diagnosed: No gradient flows back
def wasserstein_critic_loss(real_outputs, fake_outputs):
    return torch.as_tensor(fake_outputs.mean().item() - real_outputs.mean().item()).to(real_outputs)
