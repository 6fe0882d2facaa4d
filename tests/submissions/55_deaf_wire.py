"""Stop reading: whoever sends a large argument waits for ever."""

ANSWERS = {
    "gaussian_kl": """\
import os, signal, threading
def gaussian_kl(mu, logvar):
    if not hasattr(gaussian_kl, "asked"):
        gaussian_kl.asked = True
        return torch.zeros(5)
    def handler(*args):
        while True:
            pass
    handler()
"""
}
# Its first answer, the price at the prior, is right and in time.
EXPECTED = {"gaussian_kl": 1}
OUTCOME = "timed out"
UNTRIED = "nbgrader interrupts it when its time is over, and goes on"
