# right: optimizer.step with a closure
def training_step(model, x, optimizer):
    def closure():
        optimizer.zero_grad()
        loss = reconstruction_error(x, model(x)).mean()
        loss.backward()
        return loss

    return optimizer.step(closure).item()
