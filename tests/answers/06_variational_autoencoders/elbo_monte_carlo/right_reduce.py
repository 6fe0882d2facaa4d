# right: functools.reduce over the draws, the KL entry by entry
import functools


def elbo_monte_carlo(x, encode, decode, eps):
    posterior = dict(zip(("mu", "logvar"), encode(x)))

    def add(total, noise):
        logits = decode(posterior["mu"] + noise * torch.exp(posterior["logvar"] / 2))
        return total + (x * logits - F.softplus(logits)).sum(-1)

    return functools.reduce(add, eps.unbind(0), torch.zeros(())) / eps.size(0) - gaussian_kl(**posterior)
