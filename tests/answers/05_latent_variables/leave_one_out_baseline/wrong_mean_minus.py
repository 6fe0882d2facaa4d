# diagnosed: take it away from the sum
def leave_one_out_baseline(f):
    return f.mean() - f
