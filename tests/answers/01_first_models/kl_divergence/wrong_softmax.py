# mistake: probabilities are put through a softmax
def kl_divergence(q, p):
    log_q, log_p = q.log_softmax(-1), p.log_softmax(-1)
    return (log_q.exp() * (log_q - log_p)).sum(-1)
