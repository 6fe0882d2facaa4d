"""End the process in a cell of one's own."""

FIRST = "import os\nos._exit(0)\n"
STOCK = "lost"
