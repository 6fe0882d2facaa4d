# diagnosed: each draw has a baseline of its own
def leave_one_out_baseline(f):
    return f.mean()
