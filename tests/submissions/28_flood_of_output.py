"""Print a gigabyte."""

from tests.submissions.edit import ANY

ANSWERS = {
    "clip_norm": """\
def clip_norm(g, limit):
    for _ in range(350):
        print("x" * 10**6)
    return g * min(1.0, limit / float(g.norm()))
"""
}
OUTCOME = ("graded", "wrong", "timed out")
EXPECTED = {"clip_norm": ANY}
UNTRIED = "the notebook would take a gigabyte, and so would all that read it"
