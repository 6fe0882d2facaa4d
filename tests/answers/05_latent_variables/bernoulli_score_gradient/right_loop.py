# right: a loop over draws and latents
def bernoulli_score_gradient(f, z, logits):
    terms = torch.zeros_like(z)
    for s in range(z.shape[0]):
        for k in range(z.shape[1]):
            p = 1 / (1 + math.exp(-logits[k].item()))
            terms[s, k] = f[s].item() * (z[s, k].item() - p)
    return terms
