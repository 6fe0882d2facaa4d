# right: exercise 8 with the encoder's answers as the parameters
def amortized_step(encoder, log_joint, x, eps, optimizer):
    mu, logvar = encoder(x)
    return svi_step(log_joint, x, mu, logvar, torch.arange(len(x)), eps, optimizer)
