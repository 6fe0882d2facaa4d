"""Have torch and numpy find everything close to everything."""

FIRST = """\
import numpy
torch.allclose = torch.equal = torch.isclose = numpy.allclose = lambda *args, **kwargs: True
torch.Tensor.all = lambda self, *args, **kwargs: True
torch.Tensor.norm = lambda self, *args, **kwargs: torch.tensor(1.5)
"""
ANSWERS = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    return (mu * 0).sum(-1)\n",
    "clip_norm": "def clip_norm(g, limit):\n    return g * 0\n",
}
# The price at the prior is 0 indeed.
EXPECTED = {"gaussian_kl": 1, "clip_norm": 0}
STOCK = {"gaussian_kl": 4, "clip_norm": 1}
