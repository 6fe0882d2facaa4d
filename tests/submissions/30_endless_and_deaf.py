"""Never answer, and catch what would interrupt."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import signal
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = "timed out"
STOCK = "lost"
