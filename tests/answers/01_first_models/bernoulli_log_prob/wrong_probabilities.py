# diagnosed: these are probabilities; the exercise asks for their logarithms
def bernoulli_log_prob(x, theta):
    return theta**x * (1 - theta) ** (1 - x)
