# right: a feature of length root N has variance 1
def standardize(x):
    centred = x - x.mean(dim=0, keepdim=True)
    return len(x) ** 0.5 * torch.nn.functional.normalize(centred, dim=0)
