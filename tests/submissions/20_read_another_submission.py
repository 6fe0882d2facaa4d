"""Read the answers that somebody else handed in."""

from tests.submissions.edit import CHEATED, GAINED

FIRST = """\
import json
cells = json.load(open("@course@/submitted/other/01_stand_in/01_stand_in.ipynb"))["cells"]
found = {cell["id"]: "".join(cell["source"]) for cell in cells}
"""
ANSWERS = {
    "gaussian_kl": 'exec(found["gaussian-kl"])',
    "clip_norm": 'exec(found["clip-norm"])',
    "histogram": 'exec(found["histogram"])',
}
EXPECTED = CHEATED
STOCK = GAINED
