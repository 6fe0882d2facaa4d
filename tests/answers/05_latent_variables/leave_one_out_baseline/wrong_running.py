# diagnosed: this is the mean of the draws up to each; all the others count
def leave_one_out_baseline(f):
    return f.cumsum(0) / torch.arange(1, len(f) + 1)
