# diagnosed: this is the median of the others; take their mean
def leave_one_out_baseline(f):
    return torch.stack([torch.cat([f[:s], f[s + 1 :]]).median() for s in range(len(f))])
