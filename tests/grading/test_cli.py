"""The command line: it starts fast, and what it cannot do it says in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from genai_lab.grading.cli import app
from genai_lab.grading.course import Course

from .conftest import UNIT


def call(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    return result.exit_code, result.output


def test_a_unit_goes_from_source_to_student_and_back(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    (course.root / "docs").mkdir()
    monkeypatch.chdir(course.root / "docs")  # any folder of the course will do
    assert call("release", "--check") == (1, f"course/{UNIT}/{UNIT}.ipynb is missing\n")
    assert call("release")[0] == 0
    assert call("release", "--check") == (0, "course/ is what solutions/ generates.\n")
    assert call("start", "--all")[0] == 0
    assert (course.work / UNIT / f"{UNIT}.ipynb").is_file()
    assert call("bundle", "--output", str(course.root / "students.zip"))[0] == 0
    handed_in = course.root / "export" / "ada"
    handed_in.mkdir(parents=True)
    (handed_in / "mine.ipynb").write_bytes((course.work / UNIT / f"{UNIT}.ipynb").read_bytes())
    status, said = call("collect", UNIT, str(handed_in.parent))
    assert status == 0
    assert "collected" in said
    assert said.endswith(f"Next: nbgrader autograde {UNIT}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["start"], f"Name the units to start, or --all and no name. The units: {UNIT}."),
        (["start", "--all", UNIT], "Name the units to start, or --all and no name."),
        (["start", "09_none"], "got '09_none'."),
        (["release", "09_none"], "got '09_none'."),
        (["collect", "09_none", "."], "got '09_none'."),
        (["collect", UNIT, "nowhere.zip"], "there is nothing at nowhere.zip."),
        (["demo"], "which is not there."),
    ],
)
def test_an_error_is_a_sentence(
    course: Course, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(course.root)
    call("release")
    status, said = call(*arguments)
    assert status == 1
    assert said.startswith("genai-lab: ")
    assert sentence in said


def test_outside_a_course_it_says_what_a_course_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, said = call("start", "--all")
    assert status == 1
    assert "The course is the folder that holds nbgrader_config.py" in said


def test_help_needs_neither_torch_nor_nbgrader() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from genai_lab.grading.cli import app; "
        "assert 'collect' in CliRunner().invoke(app, ['--help']).output; "
        "print(sorted({'torch', 'nbgrader', 'nbformat', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
