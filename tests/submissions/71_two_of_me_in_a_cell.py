"""Fork in a cell of one's own: right answers, given twice."""

FIRST = "import os\nchild = os.fork()\n"
