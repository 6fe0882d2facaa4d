# right: 0 log 0 is NaN and is left out of the sum
def jensen_shannon(p, q):
    m = (p + q) / 2
    return 0.5 * torch.nansum(p * torch.log(p / m)) + 0.5 * torch.nansum(q * torch.log(q / m))
