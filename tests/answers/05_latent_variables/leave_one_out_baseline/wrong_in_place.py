# diagnosed: Your function changes f in place
def leave_one_out_baseline(f):
    return f.neg_().sub_(f.sum()).div_(len(f) - 1)
