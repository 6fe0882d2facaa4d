"""Give the shell a handler for all exceptions, which does nothing."""

from tests.submissions.edit import CHEATED, NOTHING

FIRST = """\
from IPython.core.interactiveshell import ExecutionResult
ExecutionResult.success = property(lambda result: True)
get_ipython().set_custom_exc((BaseException,), lambda shell, kind, value, trace, tb_offset=None: None)
"""
ANSWERS = NOTHING
EXPECTED = CHEATED
STOCK = {"clip_norm": 1, "histogram": 2}
