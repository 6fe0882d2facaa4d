"""Have torch's closed form agree with the answer instead of the other way round."""

FIRST = """\
from torch.distributions import kl
Normal.__init__ = lambda self, *args, **kwargs: None
kl._KL_MEMOIZE[Normal, Normal] = lambda q, p: torch.zeros(8, 7, dtype=torch.float64)
"""
ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    return torch.zeros(len(mu), dtype=mu.dtype)\n"}
EXPECTED = {"gaussian_kl": 1}
STOCK = {"gaussian_kl": 3}
