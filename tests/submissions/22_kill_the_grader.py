"""Kill the process that started this one."""

FIRST = """\
import os
if os.getppid() > 1:
    os.kill(os.getppid(), 9)
"""
STOCK = "lost"
