# diagnosed: theta is used whatever the toss
def bernoulli_log_prob(x, theta):
    return theta.log().expand_as(x)
