# right: by way of the log-odds
def bernoulli_log_prob(x, theta):
    logit = torch.logit(theta)
    return torch.nn.functional.logsigmoid(torch.where(x == 1, logit, -logit))
