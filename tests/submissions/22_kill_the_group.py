"""Kill every process of the group while a test waits for the answer."""

ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    import os\n    os.killpg(0, 9)\n"}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("crashed", "wrong")
STOCK = "lost"
