# right: log_softmax over two classes
def gan_value(real_logits, fake_logits):
    def log_D(logits):
        return torch.stack([logits, torch.zeros_like(logits)], 1).log_softmax(1)[:, 0]

    return log_D(real_logits).mean() + log_D(-fake_logits).mean()
