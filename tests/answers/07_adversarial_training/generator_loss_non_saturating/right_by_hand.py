# right: min and log1p by hand
def generator_loss_non_saturating(fake_logits):
    logits = fake_logits
    log_sigmoid = torch.clamp(logits, max=0) - torch.exp(-torch.abs(logits)).log1p()
    return -log_sigmoid.sum() / log_sigmoid.numel()
