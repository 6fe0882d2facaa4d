"""A small class and its real submissions: answers from tests/answers/ in the released notebook."""

import copy
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

from genai_lab.grading.course import CourseError

_STUB = "raise NotImplementedError()"
# Any first bytes of a PDF will do; no one opens it.
_ESSAY = b"%PDF-1.7\n% My solutions are on the next page.\n"


def exercises_in(notebook: NotebookNode) -> list[str]:
    """The names of the coding exercises of a notebook, in order."""
    return [
        cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if cell.cell_type == "code" and utils.is_solution(cell)
    ]


def answer(notebook: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A copy of the notebook in which some exercises, by name, hold other text."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if utils.is_solution(cell):
            cell.source = answers.get(cell.metadata.nbgrader.grade_id, cell.source)
    return notebook


def submissions(released: NotebookNode, unit: str, answers: Path) -> dict[str, bytes]:
    """What eight students hand in, by the name of the file.

    Args:
        released: the unit's released notebook.
        unit: its name.
        answers: the folder with a folder for each exercise, which holds right_*.py and wrong_*.py.
    """
    names = exercises_in(released)
    right = {name: _code(_first(answers / name, "right_*.py")) for name in names}
    written = {
        cell.metadata.nbgrader.grade_id: "An answer in my own words, which a person will read."
        for cell in released.cells
        if cell.cell_type == "markdown" and utils.is_solution(cell)
    }
    complete = {**right, **written}
    cleo, dora, emil = (complete | mistake for mistake in _three_mistakes(answers, names))
    finn = complete | {names[-1]: _without_a_result(released, names[-1])}
    answered = {
        "ada": complete,
        "ben": {name: right[name] for name in names[: len(names) // 2]},
        "cleo": cleo,
        "dora": dora,
        "emil": emil,
        "finn": finn,
    }
    files = {
        f"{student}_{unit}.ipynb": nbformat.writes(answer(released, answers)).encode()
        for student, answers in answered.items()
    }
    files[f"gus_{unit} (1).ipynb"] = files[f"ada_{unit}.ipynb"]
    files[f"hana_{unit}.pdf"] = _ESSAY
    return files


def _three_mistakes(answers: Path, names: list[str]) -> list[dict[str, str]]:
    """Three wrong answers whose mistake a check names, each to another exercise, from first to last."""
    found: dict[str, Path] = {}
    for name in names:
        for path in sorted((answers / name).glob("wrong_*.py")):
            if "diagnosed:" in path.read_text(encoding="utf-8").split("\n")[0]:
                found.setdefault(name, path)
    if len(found) < 3:
        raise CourseError(
            f"The demonstration takes wrong answers that are diagnosed, from three exercises; {answers} has "
            f"such answers for {len(found)}."
        )
    chosen = list(found)
    return [{name: _code(found[name])} for name in (chosen[0], chosen[len(chosen) // 2], chosen[-1])]


def _without_a_result(released: NotebookNode, name: str) -> str:
    """The stub of an exercise, filled in by somebody who returns a name that was never given a value."""
    cell = next(cell for cell in released.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)
    return str(cell.source).replace(_STUB, "return my_result")


def _first(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise CourseError(f"The demonstration needs an answer {pattern} in {folder}, and there is none.")
    return found[0]


def _code(path: Path) -> str:
    """An answer without its first line, a comment for those who test the checks."""
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    return (rest if first.startswith("#") else f"{first}\n{rest}").strip("\n")
