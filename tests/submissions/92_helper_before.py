"""A helper in a cell of its own, before the answer."""

FIRST = "def half_sum(x):\n    return x.sum(-1) / 2\n"
ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    return half_sum(mu**2 + logvar.exp() - 1 - logvar)\n"
}
