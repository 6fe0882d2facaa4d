"""Leave a process behind that outlives the grading, and then does harm."""

FIRST = """\
import os, sys
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.execv(sys.executable, ["orphan of @course@", "-c", '''
import time
for _ in range(60):
    time.sleep(0.5)
    try:
        open("@course@/canary", "a").write("x")
    except OSError:
        pass
'''])
"""
STOCK = "harm"
