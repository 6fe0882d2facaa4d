"""Have no error shown: a cell without output earns full marks."""

from tests.submissions.edit import CHEATED, NOTHING

FIRST = """\
shell = get_ipython()
from IPython.core.interactiveshell import ExecutionResult
ExecutionResult.success = property(lambda result: True)
shell.showtraceback = shell._showtraceback = lambda *args, **kwargs: None
"""
ANSWERS = NOTHING
EXPECTED = CHEATED
STOCK = {"clip_norm": 1, "histogram": 2}
