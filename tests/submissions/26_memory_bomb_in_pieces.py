"""Take memory in small pieces, and keep them."""

FIRST = """\
held = []
while True:
    held.append(bytearray(b"x" * 2**22))
"""
UNTRIED = "it would take the machine with it"
