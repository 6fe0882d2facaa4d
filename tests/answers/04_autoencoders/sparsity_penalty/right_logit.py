# right: through the logits of the mean activations
def sparsity_penalty(z, rho):
    logits = torch.logit(z.mean(0))
    entropy = -rho * math.log(rho) - (1 - rho) * math.log(1 - rho)
    return (F.softplus(logits) - rho * logits - entropy).sum()
