"""Empty every test cell on its way into the shell."""

from tests.submissions.edit import CHEATED, GAINED, NOTHING

FIRST = """\
def blank(lines):
    text = "".join(lines)
    return [] if "assert" in text or "check.points" in text else lines
get_ipython().input_transformers_cleanup.append(blank)
"""
ANSWERS = NOTHING
EXPECTED = CHEATED
STOCK = GAINED
