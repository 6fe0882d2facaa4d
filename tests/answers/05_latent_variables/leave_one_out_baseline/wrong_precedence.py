# mistake: only f is divided, not the sum
def leave_one_out_baseline(f):
    return f.sum() - f / (len(f) - 1)
