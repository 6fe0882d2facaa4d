"""Replace modules that the process's own side of the wire may import."""

from tests.submissions.edit import ANY, CHEATED, NOTHING

FIRST = """\
import sys, types
for name in ("pickle", "cloudpickle", "inspect", "traceback", "copy", "linecache"):
    sys.modules[name] = types.ModuleType(name)
"""
ANSWERS = NOTHING
EXPECTED = CHEATED | {"bernoulli_mle": ANY, "draw": ANY, "RunningMean": ANY}
UNTRIED = "the kernel does not survive it"
