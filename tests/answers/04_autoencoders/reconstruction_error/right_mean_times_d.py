# right: the mean over the entries, times their number
def reconstruction_error(x, x_hat):
    return x.shape[1] * torch.mean((x - x_hat) ** 2, dim=1)
