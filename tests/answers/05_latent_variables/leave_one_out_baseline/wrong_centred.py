# diagnosed: this is the mean of all subtracted from f
def leave_one_out_baseline(f):
    return f - f.mean()
