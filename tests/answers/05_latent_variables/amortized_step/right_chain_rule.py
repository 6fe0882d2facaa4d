# right: first the gradients along mu and logvar, then on into the encoder
def amortized_step(encoder, log_joint, x, eps, optimizer):
    optimizer.zero_grad()
    answers = encoder(x)
    mu, logvar = (answer.detach().requires_grad_() for answer in answers)
    z = mu + torch.exp(logvar / 2) * eps
    loss = -log_joint(x, z).mean() - (logvar.sum() / 2) / len(x) - mu.shape[1] / 2 * math.log(2 * math.pi * math.e)
    loss.backward()
    torch.autograd.backward(answers, [mu.grad, logvar.grad])
    optimizer.step()
    return loss.item()
