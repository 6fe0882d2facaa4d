"""Ask for more memory than there is, in one piece."""

ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    return torch.ones(20 * 2**28).sum()\n"}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("out of memory", "wrong", "crashed")
UNTRIED = "it would take the machine with it"
