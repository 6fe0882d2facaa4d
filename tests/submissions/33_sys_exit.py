"""Raise SystemExit in a cell and in an answer."""

FIRST = "import sys\nsys.exit(3)\n"
ANSWERS = {"histogram": "import sys\ndef histogram(values):\n    sys.exit(0)\n"}
EXPECTED = {"histogram": 0}
