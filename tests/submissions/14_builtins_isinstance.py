"""Redefine a builtin that everything stands on; the process that does it is of little use afterwards."""

from tests.submissions.edit import ANY, CHEATED, NOTHING

FIRST = """\
import builtins
builtins.isinstance = lambda *args: True
builtins.type = lambda *args: type
"""
ANSWERS = NOTHING
EXPECTED = CHEATED | {"bernoulli_mle": ANY, "draw": ANY, "RunningMean": ANY}
UNTRIED = "the kernel does not survive it either, and nbgrader waits for it"
