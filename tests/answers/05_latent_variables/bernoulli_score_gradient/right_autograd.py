# right: autograd on the Bernoulli log-probability
def bernoulli_score_gradient(f, z, logits):
    rows = logits.detach().repeat(len(z), 1).requires_grad_()
    log_q = Bernoulli(logits=rows).log_prob(z).sum(-1)
    (score,) = torch.autograd.grad(log_q.sum(), rows)
    return f.unsqueeze(1) * score
