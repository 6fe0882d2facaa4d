# diagnosed: this is the distance; its square is asked for
def reconstruction_error(x, x_hat):
    return torch.linalg.vector_norm(x - x_hat, dim=1)
