"""Read address 0."""

ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    import ctypes\n    ctypes.string_at(0)\n"}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "crashed"
STOCK = "lost"
