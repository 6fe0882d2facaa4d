"""Cells in other languages, some of which are not there."""

FIRST = "%%bash\necho hello; kill -9 $PPID\n"
LAST = "%%ruby\nputs 1\n"
STOCK = "lost"
