"""Do harm when the process ends."""

FIRST = """\
import atexit
def leave():
    open("@course@/canary", "a").write("x")
atexit.register(leave)
"""
STOCK = "harm"
