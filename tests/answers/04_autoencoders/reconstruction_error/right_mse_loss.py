# right: torch's mse_loss without its reduction
def reconstruction_error(x, x_hat):
    return F.mse_loss(x_hat, x, reduction="none").sum(dim=-1)
