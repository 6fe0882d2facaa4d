# right: the batch in two halves
def denoising_loss(model, x, p, generator=None):
    total = 0.0
    for part in x.split((len(x) + 1) // 2):
        total = total + reconstruction_error(part, model(corrupt(part, p, generator))).sum()
    return total / len(x)
