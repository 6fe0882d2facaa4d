# diagnosed: this is f minus the baseline; return the baseline
def leave_one_out_baseline(f):
    return f - (f.sum() - f) / (len(f) - 1)
