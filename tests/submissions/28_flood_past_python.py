"""Write a gigabyte to the process's own outputs, and as many displays."""

FIRST = """\
import os
for _ in range(300):
    os.write(1, b"x" * 10**6)
    os.write(2, b"x" * 10**6)
for n in range(20_000):
    display(n)
"""
UNTRIED = "the notebook would take a gigabyte, and so would all that read it"
