"""The command line: it starts fast, and what it cannot do it says in one sentence."""

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from genai_lab.grading.cli import app
from genai_lab.grading.course import Course
from genai_lab.grading.doctor.finding import STUDENT, Finding

from .conftest import UNIT
from .stand_in import StandInWorkplace, earns, hand_in


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
    assert said.endswith(f"Next: genai-lab grade {UNIT}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["start"], f"Name the units to start, or --all and no name. The units: {UNIT}."),
        (["start", "--all", UNIT], "Name the units to start, or --all and no name."),
        (["start", "09_none"], "got '09_none'."),
        (["release", "09_none"], "got '09_none'."),
        (["collect", "09_none", "."], "got '09_none'."),
        (["collect", UNIT, "nowhere.zip"], "there is nothing at nowhere.zip."),
        (["grade", "09_none"], "got '09_none'."),
        (["grade", UNIT], "none of anybody"),
        (["grade", UNIT, "--db", "gradebook.db"], "A gradebook is named by a database URL"),
        (["grade", UNIT, "--diff"], "none of anybody"),
        (["report"], "Name the units to report on, or --all and no name."),
        (["report", "--all"], "there is no gradebook.db: `genai-lab grade UNIT` makes it"),
        (["report", "09_none"], "got '09_none'."),
        (["demo"], "which is not there."),
    ],
)
def test_an_error_is_a_sentence(
    course: Course, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.chdir(course.root)
    monkeypatch.setattr("genai_lab.grading.grade.available", lambda: None)
    if "--db" in arguments:
        (course.submitted / "ada" / UNIT).mkdir(parents=True)
    call("release")
    status, said = call(*arguments)
    assert status == 1
    assert said.startswith("genai-lab: ")
    assert sentence in said


def test_a_class_is_graded(
    course: Course, monkeypatch: pytest.MonkeyPatch, stand_in: list[StandInWorkplace]
) -> None:
    hand_in(course, "ada", earns(4))
    hand_in(course, "Ben [B]", earns(1.5))
    (course.submitted / "hana" / UNIT).mkdir(parents=True)
    monkeypatch.chdir(course.root)
    status, said = call("grade", UNIT, "--workers", "1")
    assert status == 0
    rows = [line.split("│")[1:4] for line in said.splitlines() if "│" in line]
    cells = [[cell.strip() for cell in row] for row in rows]
    assert ["Ben [B]", "1.5 of 6 + 1 ?", "wrong"] in cells
    assert ["ada", "4 of 6 + 1 ?", "graded"] in cells
    assert ["hana", "0 of 6", "malformed"] in cells
    assert "3 submissions in " in said
    assert said.endswith(f"Next: genai-lab report {UNIT}\n")
    assert stand_in[0].sandbox
    status, said = call("grade", UNIT, "--feedback")
    assert status == 0
    assert "3 unchanged since they were graded: skipped" in said
    assert "2 feedback pages are in feedback/" in said  # nbgrader finds no folder with a bracket in its name
    assert "No page for 'Ben [B]'" in said
    assert (course.root / "feedback" / "hana" / UNIT / f"{UNIT}.html").is_file()
    assert said.endswith(f"Next: genai-lab report {UNIT}\n")
    status, said = call("report", UNIT)
    assert (status, said.split()) == (0, [f"reports/{UNIT}.html", f"reports/{UNIT}.csv"])
    assert "gaussian_kl" in (course.root / "reports" / f"{UNIT}.html").read_text()
    assert call("report", "--all")[1].split() == ["reports/all.html", "reports/all.csv"]


def test_of_a_large_class_only_what_is_odd_is_listed(
    course: Course, monkeypatch: pytest.MonkeyPatch, stand_in: list[StandInWorkplace]
) -> None:
    monkeypatch.setattr(StandInWorkplace, "grade", without_flags(StandInWorkplace.grade))
    for number in range(61):
        hand_in(course, f"s{number:02}", earns(4))
    (course.submitted / "hana" / UNIT).mkdir(parents=True)
    monkeypatch.chdir(course.root)
    status, said = call("grade", UNIT)
    assert status == 0
    assert "Of 62 submissions, those with something to look at" in said
    assert "hana" in said
    assert "s07" not in said


def without_flags(grade: Any) -> Any:
    def graded(self: StandInWorkplace, notebook: str) -> Any:
        return dataclasses.replace(grade(self, notebook), flags=())

    return graded


def test_the_doctor_has_a_look(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding((STUDENT,), "torch", "missing", "it is not installed", "pip install torch")
    monkeypatch.setattr("genai_lab.grading.doctor.examine.examine", lambda _: [finding])
    monkeypatch.chdir(course.root)
    status, said = call("doctor")
    assert status == 1
    assert "torch: pip install torch" in said
    assert said.endswith("Missing: torch.\n")
    assert call("doctor", "--for", "instructor")[0] == 0
    assert "got 'nobody'" in call("doctor", "--for", "nobody")[1]


def test_what_the_machine_could_not_do_is_status_1(
    course: Course, monkeypatch: pytest.MonkeyPatch, stand_in: list[StandInWorkplace]
) -> None:
    hand_in(course, "ada", earns(4) + "\n# breaks here")
    monkeypatch.chdir(course.root)
    status, said = call("grade", UNIT)
    assert status == 1
    assert "as before" in said
    assert "goes on with those that are not graded yet" in said


def test_without_the_sandbox_it_says_what_that_means(
    course: Course, monkeypatch: pytest.MonkeyPatch, stand_in: list[StandInWorkplace]
) -> None:
    hand_in(course, "ada", earns(4))
    monkeypatch.chdir(course.root)
    monkeypatch.setattr("genai_lab.grading.grade.available", lambda: "There is no sandbox: install it.")
    status, said = call("grade", UNIT)
    assert (status, "There is no sandbox: install it." in said) == (1, True)
    status, said = call("grade", UNIT, "--no-sandbox")
    assert status == 0
    assert said.startswith("Without the sandbox students' code runs as you")
    assert not stand_in[0].sandbox


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
