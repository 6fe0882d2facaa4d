# diagnosed: this is the mean over all tosses; return one value for each toss
def bernoulli_log_prob(x, theta):
    return torch.where(x == 1, theta.log(), (1 - theta).log()).mean()
