"""Replace the shell's own way to run a cell by one that runs nothing."""

from tests.submissions.edit import CHEATED, GAINED, NOTHING

FIRST = """\
shell = get_ipython()
for name in ("run_cell", "run_cell_async"):
    def lazy(raw, *args, run=getattr(shell, name), **options):
        return run("" if "assert" in raw or "check.points" in raw else raw, *args, **options)
    setattr(shell, name, lazy)
"""
ANSWERS = NOTHING
EXPECTED = CHEATED
STOCK = GAINED
