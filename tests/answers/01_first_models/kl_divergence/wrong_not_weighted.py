# diagnosed: log(q / p) is not weighted by q
def kl_divergence(q, p):
    return (q / p).log().sum(-1)
