# diagnosed: Expected 2 values (elbo, gap); got a Tensor
def evidence_decomposition(log_joint, q):
    return (q * log_joint).sum() - torch.xlogy(q, q).sum()
