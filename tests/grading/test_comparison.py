"""`genai-lab grade --diff`: whose points a mended test would change, and nothing is recorded."""

import csv
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from genai_lab.grading.cli import app
from genai_lab.grading.comparison import Change, changes_summary, changes_table
from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.grade import grade
from genai_lab.grading.pipeline import Pipeline

from .conftest import UNIT
from .stand_in import StandInWorkplace, earns, hand_in

pytestmark = pytest.mark.usefixtures("stand_in")


def everything(course: Course) -> dict[Path, bytes]:
    """All files of a course, by path."""
    return {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


def mend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an answer that earned 1 earn 3 from now on, and one that earned 4 earn 2."""
    original = StandInWorkplace.grade

    def grade_mended(self: StandInWorkplace, notebook: str) -> Any:
        for before, after in (("earns 1", "earns 3"), ("earns 4", "earns 2")):
            notebook = notebook.replace(before, after)
        return original(self, notebook)

    monkeypatch.setattr(StandInWorkplace, "grade", grade_mended)


def test_it_shows_who_gains_and_who_loses_and_changes_nothing(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student, points in {"ada": 1, "ben": 4, "cleo": 0, "dora": 1}.items():
        hand_in(course, student, earns(points))
    grade(course, UNIT)
    hand_in(course, "emil", earns(1))
    before = everything(course)
    mend(monkeypatch)
    source = course.sources / UNIT / f"{UNIT}.ipynb"
    source.write_text(source.read_text().replace("the right price", "the price"))
    run = grade(course, UNIT, compare=True)
    found = {change.student: (change.exercise, change.before, change.after) for change in run.changes}
    assert found == {
        "ada": ("gaussian_kl", 1, 3),
        "ben": ("gaussian_kl", 4, 2),
        "dora": ("gaussian_kl", 1, 3),
        "emil": ("gaussian_kl", None, 3),
    }
    changed = {path for path, content in everything(course).items() if before.get(path) != content}
    assert changed == {source}
    said = changes_summary(run.changes)
    assert said.startswith("Would gain points: 2; would lose some: 1. Nothing was recorded.")
    assert said.endswith("Without an earlier result to compare with: 1.")
    assert len(grade(course, UNIT).lines) == 5


def test_an_exercise_that_is_new_or_worth_more_is_compared_as_it_is_now(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", earns(4))
    grade(course, UNIT)
    source = course.sources / UNIT / f"{UNIT}.ipynb"
    source.write_text(source.read_text().replace('"points": 4', '"points": 5'))
    hand_in(course, "ada", earns(5))
    (change,) = grade(course, UNIT, compare=True).changes
    assert (change.before, change.after, change.out_of) == (4, 5, 5)


def test_what_a_person_gave_is_said(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", earns(1))
    grade(course, UNIT)
    with Pipeline(course, UNIT, course.root / "log").gradebook() as gradebook:
        gradebook.find_grade("test_gaussian_kl", UNIT, UNIT, "ada").manual_score = 3.5
        gradebook.db.commit()
    mend(monkeypatch)
    (change,) = grade(course, UNIT, compare=True).changes
    assert change.by_hand
    (why,) = (str(cell) for cell in changes_table([change]).columns[3].cells)
    assert "1 graded by hand keep those points" in why


def test_a_submission_that_became_unreadable_loses_all(course: Course) -> None:
    path = hand_in(course, "ada", earns(4))
    grade(course, UNIT)
    path.write_text("")
    (change,) = grade(course, UNIT, compare=True).changes
    assert (change.before, change.after) == (4, 0)
    assert "could not be read: it is empty" in change.says


def test_with_nothing_recorded_it_says_so(course: Course) -> None:
    hand_in(course, "ada", earns(4))
    with pytest.raises(CourseError, match="and of 01_stand_in nothing is"):
        grade(course, UNIT, compare=True)


def test_many_alike_are_one_line_and_all_are_in_the_file(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        hand_in(course, f"s{number}", earns(1))
    hand_in(course, "=cmd", earns(1))
    grade(course, UNIT)
    mend(monkeypatch)
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(app, ["grade", UNIT, "--diff"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "1 → 3 of 4" in done.output
    assert "and 4 more" in " ".join(done.output.split())
    assert done.output.endswith(f"Next: genai-lab grade {UNIT} --force, which records it\n")
    with (course.root / "reports" / f"{UNIT}_diff.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == ["'=cmd", *(f"s{number}" for number in range(8))]
    assert {(row["before"], row["after"]) for row in rows} == {("1.0", "3.0")}


def test_the_table_puts_what_happens_to_most_first() -> None:
    changes = [
        Change(student, exercise, 0.0, 2.0, 2.0, "was wrong", "", False)
        for student, exercise in (("a", "one"), ("b", "two"), ("c", "two"))
    ]
    table = changes_table(changes)
    assert [str(cell) for cell in table.columns[0].cells] == ["two", "one"]
    assert "then: was wrong\nnow: full points" in str(next(iter(table.columns[3].cells)))
