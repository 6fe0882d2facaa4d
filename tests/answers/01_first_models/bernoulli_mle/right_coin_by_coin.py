# right: calls itself for each column, and prints on the way
def bernoulli_mle(x):
    if x.ndim == 2:
        print("coins:", x.shape[1])
        return torch.stack([bernoulli_mle(coin) for coin in x.T])
    return x.sum() / x.numel()
