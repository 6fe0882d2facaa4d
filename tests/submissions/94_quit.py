"""Cells that end the session, as in a script."""

FIRST = "quit()\n"
LAST = "exit\n"
STOCK = "lost"
