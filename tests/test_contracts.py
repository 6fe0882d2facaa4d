"""docs/contracts.md against the library, the notebooks and the answers: the same names and arguments."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
MODEL = "`weight, bias, noise_std`"  # what the table calls the model


def rows():
    """(unit, name, arguments) of each row of the table."""
    unit = None
    for line in (ROOT / "docs/contracts.md").read_text().splitlines():
        if match := re.fullmatch(r"## (\d\d_\w+)", line):
            unit = match[1]
        elif unit and (match := re.match(r"\| `(\w+)` \| (.*?) \|", line)):
            yield unit, match[1], names(match[2])


def names(cell):
    """The arguments' names: what stands in backticks before a semicolon, without shapes and defaults."""
    quoted = ", ".join(re.findall(r"`([^`]*)`", re.sub(r"the model", MODEL, cell.split(";")[0])))
    return [part.split("=")[0].strip() for part in re.sub(r" = \w+\(\w+\)|\([^)]*\)", "", quoted).split(",")]


def arguments(source):
    """The names of the arguments of each function in a source text."""
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return {function.name: [argument.arg for argument in function.args.args] for function in functions}


TABLE = list(rows())
UNITS = sorted({unit for unit, *_ in TABLE})


def test_the_table_is_read_whole():
    assert UNITS == ["05_latent_variables", "08_adversarial_objectives"]
    lines = (ROOT / "docs/contracts.md").read_text().splitlines()
    assert len(TABLE) == sum(line.startswith("| `") for line in lines)


def test_the_library_has_each_function_with_the_arguments_of_the_table():
    found = {}
    for path in (ROOT / "genai_lab").glob("*/*.py"):
        if path.parent.name != "grading":
            found |= arguments(path.read_text())
    assert {name: found.get(name) for _, name, _ in TABLE} == {name: wanted for _, name, wanted in TABLE}


@pytest.mark.parametrize("unit", UNITS)
def test_the_notebook_asks_for_the_functions_of_the_table(unit):
    notebook = nbformat.read(ROOT / "solutions" / unit / f"{unit}.ipynb", as_version=4)
    asked = {}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            name = cell.metadata.nbgrader.grade_id
            asked[name] = arguments(cell.source)[name]
    assert asked == {name: wanted for of, name, wanted in TABLE if of == unit}


@pytest.mark.parametrize("unit", UNITS)
def test_every_function_of_the_table_has_answers(unit):
    folders = {path.name for path in (ROOT / "tests/answers" / unit).iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == {name for of, name, _ in TABLE if of == unit}
