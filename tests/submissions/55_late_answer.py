"""Answer after the time is over, when the judge may already ask for something else."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import time
    time.sleep(3.5)
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "timed out"
UNTRIED = "under nbgrader it is on time"
