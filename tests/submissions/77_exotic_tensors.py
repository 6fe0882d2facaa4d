"""Tensors without numbers, without a plain layout, with imaginary parts."""

ANSWERS = {
    "bernoulli_mle": "def bernoulli_mle(x):\n    return torch.empty(x.shape[1], device='meta')\n",
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(-1)).to(torch.complex128)
""",
    "draw": """\
def draw(n, generator=None):
    return torch.empty(n).exponential_(generator=generator).to_sparse()
""",
    "clip_norm": "def clip_norm(g, limit):\n    return torch.nested.nested_tensor([g, g])\n",
    "histogram": """\
def histogram(values):
    return torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.quint8)
""",
}
EXPECTED = {"bernoulli_mle": 0, "gaussian_kl": 0, "draw": 0, "clip_norm": 0, "histogram": 0}
