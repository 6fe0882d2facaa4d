# right: a mask and its rows
def leave_one_out_baseline(f):
    keep = ~torch.eye(len(f), dtype=torch.bool)
    return f.expand(len(f), -1)[keep].reshape(len(f), -1).mean(dim=1)
