# diagnosed: drop the last axis
def leave_one_out_baseline(f):
    return ((f.sum() - f) / (len(f) - 1))[:, None]
