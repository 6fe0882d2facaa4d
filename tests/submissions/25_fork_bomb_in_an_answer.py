"""Double the processes without end; each of them then believes to be the one that answers."""

ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    import os\n    while True:\n        os.fork()\n"}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("tampered", "timed out", "crashed", "wrong", "out of memory")
UNTRIED = "it would take the machine with it"
