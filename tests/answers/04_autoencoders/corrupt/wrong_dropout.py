# diagnosed: multiplied by 1/(1-p), as Dropout does
def corrupt(x, p, generator=None):
    return F.dropout(x, p)
