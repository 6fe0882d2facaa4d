# right: where, one signed batch, and the maximum as half of sum and distance
def hinge_discriminator_loss(real_outputs, fake_outputs):
    def side(margins):
        return torch.where(margins < 1, 1 - margins, torch.zeros_like(margins)).mean()

    def other(margins):
        return ((1 - margins) + (1 - margins).abs()).mean() / 2

    return side(real_outputs) + other(-fake_outputs)
