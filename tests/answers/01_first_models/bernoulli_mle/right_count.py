# right: count the ones, in whole numbers
def bernoulli_mle(x: torch.Tensor) -> torch.Tensor:
    ones = torch.count_nonzero(x, dim=0)
    return (ones / x.shape[0]).to(x.dtype)
