"""Give the names that a test uses another meaning."""

FIRST = """\
def kl_divergence(q, p):
    return torch.zeros(8, 7, dtype=torch.float64)
"""
ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    return torch.zeros(len(mu), dtype=mu.dtype)\n"}
EXPECTED = {"gaussian_kl": 1}
STOCK = {"gaussian_kl": 3}
