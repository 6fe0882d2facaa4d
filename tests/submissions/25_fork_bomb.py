"""Start as many processes as the system lets one start, and let them stay."""

FIRST = """\
import os, time
for _ in range(2000):
    if os.fork() == 0:
        time.sleep(300)
        os._exit(0)
"""
UNTRIED = "it would take the machine with it"
