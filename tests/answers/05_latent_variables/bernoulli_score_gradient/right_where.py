# right: one score for ones, another for zeros
def bernoulli_score_gradient(f, z, logits):
    p = torch.sigmoid(logits)
    score = torch.where(z == 1, 1 - p, -p)
    return torch.einsum('s,sk->sk', f, score)
