"""Enter a unit's exercises and points into the gradebook, by nbgrader itself, where it lacks them."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry

from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.gradebook import open_gradebook
from genai_lab.grading.release import build

# Of each cell that nbgrader knows by name: what counts for the points, and its text.
Cells = dict[str, tuple[float | None, str, str]]


def register(course: Course, unit: str, source: NotebookNode, db_url: str) -> NotebookNode:
    """Bring the gradebook up to date with solutions/, course/ untouched, and return what a release would be.

    Raises:
        CourseError: if exercises came or went, and submissions that are recorded already hang on them.
    """
    released = released_of(course, unit)
    wanted = _wanted(source, released)
    course_id = course.config().CourseDirectory.get("course_id", "default_course")
    gradebook = open_gradebook(db_url, course_id)
    try:
        with gradebook.one_piece():
            found, submitted = _found(gradebook, unit)
    finally:
        gradebook.close()
    if found != wanted:
        if submitted and found.keys() != wanted.keys():
            raise CourseError(_changed(unit, sorted(found.keys() - wanted), sorted(wanted.keys() - found)))
        build(course, [unit], db_url)
    return released


def released_of(course: Course, unit: str) -> NotebookNode:
    """What a release of the unit would be now."""
    files = build(course, [unit])
    return nbformat.reads(files[Path(unit, f"{unit}.ipynb")].decode(), as_version=4)


def _wanted(source: NotebookNode, released: NotebookNode) -> Cells:
    """What nbgrader stores of a unit: an answer as its stub, and all else with its hidden tests."""
    stubs = {cell.id: cell.source for cell in released.cells}
    wanted: Cells = {}
    for cell in source.cells:
        if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell) or utils.is_task(cell):
            named = cell.metadata.nbgrader
            points = float(named["points"]) if utils.is_grade(cell) or utils.is_task(cell) else None
            text = stubs.get(cell.id, "") if utils.is_solution(cell) else cell.source
            wanted[named["grade_id"]] = (points, cell.cell_type, text)
    return wanted


def _found(gradebook: Gradebook, unit: str) -> tuple[Cells, bool]:
    """The same, as it is in the gradebook, and whether any submission hangs on it."""
    try:
        notebook = gradebook.find_notebook(unit, unit)
    except MissingEntry:
        return {}, False
    points = {cell.name: float(cell.max_score) for cell in (*notebook.grade_cells, *notebook.task_cells)}
    found = {
        str(cell.name): (points.get(cell.name), str(cell.cell_type), str(cell.source))
        for cell in notebook.source_cells
    }
    return found, bool(notebook.submissions)


def _changed(unit: str, gone: list[str], new: list[str]) -> str:
    """Why the unit cannot be entered, in words."""
    parts = [f"{what}: {', '.join(names)}" for what, names in (("gone", gone), ("new", new)) if names]
    return (
        f"Exercises of a unit stay the same once submissions are recorded; in solutions/{unit} since then "
        f"{'; '.join(parts)}. Undo that (an exercise's name is its cell's nbgrader id), or grade into "
        "another gradebook: --db sqlite:///another.db."
    )
