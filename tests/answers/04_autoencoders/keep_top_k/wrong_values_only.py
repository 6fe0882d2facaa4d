# diagnosed: only the kept values are returned; leave each in its place
def keep_top_k(z, k):
    return z.topk(k, dim=1).values
