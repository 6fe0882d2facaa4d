# right: the difference with itself, by einsum
def reconstruction_error(x, x_hat):
    difference = x_hat - x
    return torch.einsum("nd,nd->n", difference, difference)
