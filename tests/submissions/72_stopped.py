"""Stop the process without ending it."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import os, signal, threading
    os.kill(os.getpid(), signal.SIGSTOP)
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("timed out", "wrong")
