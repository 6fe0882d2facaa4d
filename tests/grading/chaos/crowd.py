"""A class that hands in the tiny unit: right answers, wrong ones, crashes, files that nobody can read."""

import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from genai_lab.grading.course import CONFIG, Course
from tests.submissions import unit
from tests.submissions.edit import answered, cell_of, own

REPOSITORY = Path(__file__).parents[3]
WRONG = {
    "gaussian_kl": "def gaussian_kl(mu, logvar):\n    return (mu**2 + logvar.exp() - 1 - logvar).sum(-1)\n",
    "bernoulli_mle": "def bernoulli_mle(x):\n    return x.sum(0)\n",
    "draw": "def draw(n, generator=None):\n    return torch.empty(n).exponential_()\n",
}
CRASH = {"histogram": "def histogram(values):\n    import os\n    os._exit(3)\n"}
NAMES = {3: "Zoë Müller", 4: "O'Neil; DROP TABLE grade"}  # besides s00, s01, ...
LATE = "2026-02-03 04:05:06 UTC"


def name(number: int) -> str:
    """What a student is called."""
    return NAMES.get(number, f"s{number:02}")


def make(root: Path, size: int) -> Course:
    """A course of one unit, which `size` students have handed in; without a gradebook."""
    source = root / "solutions" / unit.UNIT / f"{unit.UNIT}.ipynb"
    source.parent.mkdir(parents=True)
    shutil.copy(REPOSITORY / CONFIG, root)
    nbformat.write(unit.source(), source)
    for number in range(size):
        path = root / "submitted" / name(number) / unit.UNIT / f"{unit.UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(_handed_in(number), encoding="utf-8")
        if number % 8 == 6:
            path.with_name("timestamp.txt").write_text(LATE)
    return Course(root)


def expected(number: int) -> float:
    """The points that a student's work deserves."""
    lost = {1: 3, 2: 2, 3: sum(unit.POINTS.values()), 4: sum(unit.POINTS.values()), 5: 2}
    return sum(unit.POINTS.values()) - lost.get(number % 8, 0)


def _handed_in(number: int) -> str:
    right = dict(unit.right())
    kind = number % 8
    if kind == 3:  # nobody touched it
        return nbformat.writes(unit.released())
    wrong = {1: ["gaussian_kl"], 2: ["bernoulli_mle"], 7: []}.get(kind, [])
    answers = right | {each: WRONG[each] for each in wrong} | (CRASH if kind == 5 else {})
    notebook: NotebookNode = answered(unit.released(), answers)
    if kind == 6:
        own(notebook, f"mine = {number}\nprint(mine)", before="draw")
        notebook.cells[notebook.cells.index(cell_of(notebook, "draw")) - 1].id = "mine"
    if kind == 7:
        cell_of(notebook, "question").source = ""
    text = nbformat.writes(notebook)
    return text[: len(text) // 2] if kind == 4 else text
