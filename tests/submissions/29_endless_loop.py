"""Never answer."""

ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    while True:\n        pass\n"}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "timed out"
UNTRIED = "nbgrader interrupts it when its time is over, and goes on"
