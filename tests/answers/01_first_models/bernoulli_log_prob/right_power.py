# right: the formula of the text as it stands, where 0 to the power 0 is 1
def bernoulli_log_prob(x, theta):
    return (theta**x * (1 - theta) ** (1 - x)).log()
