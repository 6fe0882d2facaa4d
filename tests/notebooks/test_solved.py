"""What nbval's run of the solved notebooks shows: full marks, every picture, and the budgets held."""

import nbformat
import pytest
from nbgrader.utils import determine_grade, is_grade

SECONDS, BYTES = 60, 1.5e9


def texts(cell: nbformat.NotebookNode) -> str:
    """All that a cell printed or displayed, as one text."""
    shown = [
        output.get("text", "") + "".join(map(str, output.get("data", {}).values()))
        for output in cell.get("outputs", [])
    ]
    return "".join(shown)


def code_cells(run) -> list[nbformat.NotebookNode]:
    return [cell for cell in run.notebook.cells if cell.cell_type == "code"]


def test_every_test_cell_gives_full_marks(solved):
    tests = [cell for cell in code_cells(solved) if is_grade(cell)]
    assert tests, "no test cell"
    for cell in tests:
        score, possible = determine_grade(cell)
        assert score == possible, f"{cell.metadata.nbgrader.grade_id}: {texts(cell)}"


def test_no_picture_is_missing_and_none_lacks_its_sentence(solved):
    for cell in code_cells(solved):
        assert "No picture yet" not in texts(cell), f"{cell.id}: {texts(cell)}"
        assert "The picture comes when" not in texts(cell), f"{cell.id}: {texts(cell)}"
        for output in cell.outputs:
            data = output.get("data", {})
            assert "image/png" not in data, f"{cell.id}: show figures with plots.show, which adds alt text"
            assert data.get("text/html", "").count("<img") <= data.get("text/html", "").count("alt=")


def test_nothing_goes_to_stderr(solved):
    for cell in code_cells(solved):
        errors = [output.text for output in cell.outputs if output.get("name") == "stderr"]
        assert not errors, f"{cell.id}: {errors}"


@pytest.mark.parametrize(("quantity", "budget"), [("seconds", SECONDS), ("peak_memory", BYTES)])
def test_the_budgets_hold(solved, quantity, budget):
    assert getattr(solved, quantity) <= budget


def test_the_network_is_refused():
    """The guard that every kernel of this suite runs under can really say no."""
    import os
    import subprocess
    import sys

    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    refused = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ)
    )
    assert "may not use the network" in refused.stderr
