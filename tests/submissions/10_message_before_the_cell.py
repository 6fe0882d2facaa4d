"""A hook that runs before each cell sends the cell's result ahead of it."""

from tests.submissions.edit import CHEATED, NOTHING

FIRST = """\
def boast(info):
    if any(f"{name}(" in info.raw_cell for name in ("gaussian_kl", "clip_norm", "histogram")):
        get_ipython().displayhook(1.0)
get_ipython().events.register("pre_run_cell", boast)
"""
ANSWERS = NOTHING
EXPECTED = CHEATED
STOCK = {"gaussian_kl": 1, "clip_norm": 1, "histogram": 1}
