# diagnosed: Expected a torch tensor; got a list
def bernoulli_log_prob(x, theta):
    return [math.log(theta if toss == 1 else 1 - theta) for toss in x]
