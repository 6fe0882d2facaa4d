"""End the process while the test waits for the answer."""

ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    import os\n    os._exit(0)\n"}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "crashed"
STOCK = "lost"
