# right: a loop over the draws, backward for each
def pathwise_gradient(f, mu, logvar, eps):
    terms = []
    for noise in eps:
        m, v = (parameter.detach().clone().requires_grad_() for parameter in (mu, logvar))
        f((m + v.exp().sqrt() * noise)[None]).squeeze(0).backward()
        terms.append((m.grad, v.grad))
    by_mu, by_logvar = zip(*terms)
    return torch.stack(by_mu), torch.stack(by_logvar)
