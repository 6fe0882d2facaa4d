"""End the process after everything: all answers were right."""

LAST = "import os\nos._exit(1)\n"
STOCK = "lost"
