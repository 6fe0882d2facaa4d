# diagnosed: raised
def bernoulli_mle(x):
    return torch.tensor(sum(x.tolist()) / len(x), dtype=x.dtype)
