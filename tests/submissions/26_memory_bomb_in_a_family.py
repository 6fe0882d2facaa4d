"""Take memory in many processes, none of which has too much of it."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import os, time
    for _ in range(12):
        if os.fork() == 0:
            held = bytearray(b"x" * (400 * 2**20))
            time.sleep(300)
    time.sleep(300)
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("out of memory", "timed out", "crashed")
UNTRIED = "it would take the machine with it"
