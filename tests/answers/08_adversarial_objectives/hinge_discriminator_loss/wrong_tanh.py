# diagnosed: the outputs go through tanh first
def hinge_discriminator_loss(real_outputs, fake_outputs):
    return (1 - real_outputs.tanh()).mean() + (1 + fake_outputs.tanh()).mean()
