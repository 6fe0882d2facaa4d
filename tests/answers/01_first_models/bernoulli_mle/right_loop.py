# right: add up the rows one by one
def bernoulli_mle(x):
    total = torch.zeros_like(x[0])
    for toss in x:
        total = total + toss
    return total / len(x)
