"""What every notebook must be: four kinds of cells, clean sources, stubs that match, points that add up."""

import ast
import re
import uuid
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.utils import determine_grade, is_grade, is_locked, is_solution

ROOT = Path(__file__).parents[2]
# What nbformat and JupyterLab give to a new cell: eight hexadecimal digits, or a UUID that begins with them.
MADE_BY_CHANCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}")
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", re.DOTALL)


def read(folder: str, unit: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / folder / unit / f"{unit}.ipynb", as_version=4)


@pytest.fixture
def source(unit) -> nbformat.NotebookNode:
    return read("solutions", unit)


@pytest.fixture
def released(unit) -> nbformat.NotebookNode:
    return read("course", unit)


def kind(cell: nbformat.NotebookNode) -> str | None:
    tags = set(cell.metadata.get("tags", ()))
    kinds = [name for name in ("setup", "demo") if name in tags]
    kinds += ["solution"] if is_solution(cell) else []
    kinds += ["test"] if is_grade(cell) and not is_solution(cell) else []
    return kinds[0] if len(kinds) == 1 else None


def exercises(
    notebook: nbformat.NotebookNode,
) -> dict[str, tuple[nbformat.NotebookNode, nbformat.NotebookNode]]:
    """The solution cell and the test cell of each exercise, by name."""
    by_id = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    code = [name for name, cell in by_id.items() if is_solution(cell) and cell.cell_type == "code"]
    return {name: (by_id[name], by_id[f"test_{name}"]) for name in code}


def signature(cell: nbformat.NotebookNode, name: str) -> str:
    """The definition without its body, and its docstring."""
    found = next(node for node in ast.parse(cell.source).body if getattr(node, "name", None) == name)
    return (
        f"{ast.unparse(found.args) if isinstance(found, ast.FunctionDef) else ''}\n{ast.get_docstring(found)}"
    )


def test_every_code_cell_is_setup_solution_test_or_demo(source):
    for cell in source.cells:
        if cell.cell_type == "code":
            assert kind(cell), f"cell {cell.id} must be exactly one of setup, solution, test, demo"


def test_sources_carry_no_outputs_and_have_stable_ids(source):
    for cell in source.cells:
        assert re.fullmatch(r"[a-z0-9-]+", cell.id), f"{cell.id!r} is no name: letters, digits and hyphens"
        assert not MADE_BY_CHANCE.fullmatch(cell.id), f"{cell.id!r} is an id made by chance: name the cell"
        assert not cell.get("outputs"), f"cell {cell.id} carries outputs"
        assert cell.get("execution_count") is None, f"cell {cell.id} carries an execution count"


def test_ids_made_by_chance_are_told_from_names():
    assert MADE_BY_CHANCE.fullmatch(nbformat.v4.new_code_cell().id)
    assert MADE_BY_CHANCE.fullmatch(str(uuid.uuid4()))
    assert not MADE_BY_CHANCE.fullmatch("em-movie-code")


def test_each_exercise_has_a_stub_a_hint_and_the_time_it_takes(source, released):
    for name, (solution, _) in exercises(source).items():
        stub, _ = exercises(released)[name]
        assert signature(solution, name) == signature(stub, name)
        assert "raise NotImplementedError()" in stub.source
        body = solution.source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
        assert len(body.strip().splitlines()) <= 15, f"the solution of {name} is longer than 15 lines"
        index = source.cells.index(solution)
        assert "<details>" in source.cells[index + 1].source, f"{name} has no collapsed hint below it"
        assert "minutes" in source.cells[index - 1].source, f"{name} does not say how long it takes"


def test_each_section_says_how_long_it_takes(source):
    for cell in source.cells:
        if cell.cell_type == "markdown" and re.match(r"##? ", cell.source):
            assert re.search(r"minute|hour", cell.source), (
                f"section {cell.source.splitlines()[0]!r} names no time"
            )


def test_each_test_cell_ends_in_its_points_and_hides_some(source):
    for name, (_, test) in exercises(source).items():
        assert test.source.rstrip().endswith("check.points()"), name
        assert is_locked(test)
        assert HIDDEN.search(test.source), f"{name} has no hidden test"
        for text in (test.source, HIDDEN.sub("", test.source)):
            assert re.search(rf"checks\.exercise\({name}, points={test.metadata.nbgrader.points:g}[,)]", text)
            assert re.search(r"^with check\.part\(", text, re.MULTILINE), (
                f"{name} shows no part to the student"
            )
        parts = [float(worth) for worth in re.findall(r"with check\.part\(.*, ([\d.]+)\):", test.source)]
        assert sum(parts) == test.metadata.nbgrader.points, f"the parts of {name} do not add up to its points"


def test_written_questions_have_a_model_answer_and_a_rubric_that_are_not_released(source, released):
    answers = [cell for cell in source.cells if is_solution(cell) and cell.cell_type == "markdown"]
    for cell in answers:
        assert "Model answer" in cell.source
        assert "=== BEGIN MARK SCHEME ===" in cell.source
        twin = next(twin for twin in released.cells if twin.id == cell.id)
        assert twin.source.strip() == "YOUR ANSWER HERE"


def test_nothing_leaks_into_the_release(released):
    text = nbformat.writes(released)
    for leak in ("BEGIN SOLUTION", "HIDDEN TESTS", "Model answer", "MARK SCHEME"):
        assert leak not in text
    for cell in released.cells:
        assert not cell.get("outputs")


def test_text_for_students_never_says_simply(source):
    for cell in source.cells:
        assert not re.search(
            r"\b(simply|obviously|trivially)\b", cell.source if cell.cell_type == "markdown" else "", re.I
        ), f"{cell.id}: {cell.source}"


def test_an_untouched_notebook_reaches_its_end_and_earns_nothing(released):
    NotebookClient(released, timeout=120, kernel_name="python3").execute()  # raises where a cell does
    for cell in released.cells:
        shown = [output.get("data", {}) for output in cell.get("outputs", [])]
        assert not any("image/png" in data for data in shown), f"{cell.id} shows a half-drawn figure"
        if is_grade(cell):
            score, _ = determine_grade(cell, None) if cell.cell_type == "code" else (0, 0)
            assert score == 0, cell.metadata.nbgrader.grade_id
        if is_grade(cell) and cell.cell_type == "code":
            assert "not written yet" in cell.outputs[0].text
