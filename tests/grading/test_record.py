"""The gradebook: a submission is stored whole or not at all, and a person's grades outlive every run."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.pipeline import Pipeline, gradebook_url
from genai_lab.grading.record import Facts, Recorder, Score
from genai_lab.grading.register import register

from .conftest import UNIT, source_notebook

pytestmark = pytest.mark.usefixtures("stand_in")
NAMES = ("first_kl", "second_kl", "third_kl")


def source_of(course: Course) -> NotebookNode:
    return nbformat.read(course.sources / UNIT / f"{UNIT}.ipynb", as_version=4)


@pytest.fixture
def three(course: Course) -> Course:
    """The stand-in course with three exercises, entered into its gradebook."""
    nbformat.write(source_notebook(*NAMES), course.sources / UNIT / f"{UNIT}.ipynb")
    register(course, UNIT, source_of(course), gradebook_url(course))
    return course


def executed(*points: Any, written: str = "In my words.") -> NotebookNode:
    """A graded notebook with the points of its test cells, in order."""
    notebook = source_notebook(*NAMES)
    tests = [cell for cell in notebook.cells if cell.id.startswith("test_")]
    for cell, earned in zip(tests, points, strict=True):
        cell.outputs = [new_output("execute_result", {"text/plain": str(earned)}, execution_count=1)]
    next(cell for cell in notebook.cells if cell.id == "question").source = written
    return notebook


def record(
    course: Course,
    student: str,
    notebook: NotebookNode,
    outcome: str = "graded",
    db_url: str | None = None,
    **more: Any,
) -> Score:
    with Recorder(course, UNIT, db_url or gradebook_url(course)) as recorder:
        return recorder.record(student, notebook, Facts("an origin", outcome, **more))


@contextmanager
def opened(course: Course) -> Iterator[Any]:
    with Gradebook(gradebook_url(course), "genai_lab") as gradebook:
        yield gradebook


def points(course: Course, student: str) -> dict[str, tuple[float, bool]]:
    with opened(course) as gradebook:
        grades = gradebook.find_submission_notebook(UNIT, UNIT, student).grades
        return {grade.name: (grade.score, grade.needs_manual_grade) for grade in grades}


def test_points_are_entered(three: Course) -> None:
    assert record(three, "ada", executed(4, 2.5, 0)) == Score(6.5, 14, 1)
    assert points(three, "ada") == {
        "test_first_kl": (4, False), "test_second_kl": (2.5, False), "test_third_kl": (0, False),
        "question": (0, True),
    }  # fmt: skip


def test_an_answer_that_nobody_touched_waits_for_nobody(three: Course) -> None:
    released = register(three, UNIT, source_of(three), gradebook_url(three))
    untouched = next(cell for cell in released.cells if cell.id == "question").source
    assert record(three, "ada", executed(4, 4, 4, written=untouched)) == Score(12, 14, 0)


@pytest.mark.parametrize("fails", ["second", "penalties", "file"])
def test_what_fails_half_way_leaves_the_earlier_result(
    three: Course, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    record(three, "ada", executed(4, 4, 4))
    path = three.root / "autograded" / "ada" / UNIT / f"{UNIT}.ipynb"
    before = path.read_bytes(), points(three, "ada")
    # nbgrader refuses more points than there are, after it has committed the first cell's
    notebook = executed(1, 1e9 if fails == "second" else 1, 1)

    def broken(*_: object) -> None:
        raise OSError("no space left")

    if fails == "penalties":
        monkeypatch.setattr("nbgrader.plugins.LateSubmissionPlugin.late_submission_penalty", broken)
        monkeypatch.setattr("nbgrader.api.SubmittedAssignment.total_seconds_late", 1)
    elif fails == "file":
        monkeypatch.setattr("genai_lab.grading.shelf.write", broken)
    for student in ("ada", "new"):
        with pytest.raises((ValueError, OSError)):
            record(three, student, notebook)
    assert (path.read_bytes(), points(three, "ada")) == before
    with opened(three) as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_grader_outlives_a_regrade(three: Course) -> None:
    record(three, "ada", executed(4, 4, 0))
    with opened(three) as gradebook:
        gradebook.find_grade("question", UNIT, UNIT, "ada").manual_score = 1.5
        gradebook.find_grade("test_third_kl", UNIT, UNIT, "ada").manual_score = 3
        gradebook.find_comment("third_kl", UNIT, UNIT, "ada").manual_comment = "Nearly."
        gradebook.db.commit()
    assert record(three, "ada", executed(4, 4, 1)) == Score(12.5, 14, 2)
    assert points(three, "ada")["test_third_kl"] == (3, True)  # as nbgrader does: somebody should look again
    with opened(three) as gradebook:
        assert gradebook.find_comment("third_kl", UNIT, UNIT, "ada").comment == "Nearly."


def settle(course: Course, name: str, points: float) -> None:
    """Give points by hand, as the formgrader does."""
    with opened(course) as gradebook:
        grade = gradebook.find_grade(name, UNIT, UNIT, "ada")
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def test_what_a_person_settled_is_asked_again_only_where_the_answer_changed(three: Course) -> None:
    record(three, "ada", executed(4, 4, 0))
    settle(three, "question", 1.5)
    settle(three, "test_third_kl", 3)
    assert record(three, "ada", executed(3, 4, 0)) == Score(11.5, 14, 0)
    assert record(three, "ada", executed(3, 4, 0, written="In other words.")) == Score(11.5, 14, 1)
    assert points(three, "ada")["question"] == (1.5, True)
    settle(three, "question", 2)
    assert record(three, "ada", executed(3, 4, 1, written="In other words.")) == Score(12, 14, 1)
    assert points(three, "ada")["test_third_kl"] == (3, True)


def test_a_due_date_or_an_extension_that_changes_makes_the_result_old(three: Course) -> None:
    def current() -> bool:
        with Recorder(three, UNIT, gradebook_url(three)) as recorder:
            return recorder.is_current("ada", "an origin")

    record(three, "ada", executed(4, 4, 4))
    assert current()
    with opened(three) as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=datetime(2026, 11, 1))
    assert not current()
    record(three, "ada", executed(4, 4, 4))
    assert current()
    with opened(three) as gradebook:
        gradebook.grant_extension(UNIT, "ada", days=2)
    assert not current()
    record(three, "ada", executed(4, 4, 4))
    assert current()


def test_what_could_not_be_read_earns_nothing_and_waits_for_nobody(three: Course) -> None:
    record(three, "ada", executed(4, 4, 4))
    assert record(three, "ada", executed(4, 4, 4), outcome="malformed") == Score(0, 14, 0)
    assert set(points(three, "ada").values()) == {(0, False)}


def test_a_late_submission_is_penalised_as_the_course_says(three: Course) -> None:
    config = three.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with opened(three) as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=datetime(2026, 11, 1))
    late, early = datetime(2026, 11, 2), datetime(2026, 10, 31)
    assert record(three, "ada", executed(4, 4, 4), timestamp=late).points == 0
    assert record(three, "ben", executed(4, 4, 4), timestamp=early).points == 12
    assert record(three, "ada", executed(4, 4, 4), timestamp=early).points == 12
    assert (
        three.root / "autograded" / "ada" / UNIT / "timestamp.txt"
    ).read_text() == "2026-10-31 00:00:00 UTC\n"


def test_a_gradebook_that_another_program_holds_is_waited_for(three: Course) -> None:
    """Held for longer than one attempt takes, and then let go."""
    other = sqlite3.connect(three.root / "gradebook.db", check_same_thread=False)
    url = f"sqlite:///{three.root}/gradebook.db?timeout=1"
    with Recorder(three, UNIT, url) as recorder:
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(1.5, other.rollback)
        release.start()
        score = recorder.record("ada", executed(4, 4, 4), Facts("o", "graded"))
        release.join()
    assert score == Score(12, 14, 1)
    other.close()


def test_a_gradebook_that_stays_locked_changes_nothing(
    three: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(three.root / "gradebook.db")
    monkeypatch.setattr("genai_lab.grading.record._PAUSES", (0.1, 0.1))
    with Recorder(three, UNIT, f"sqlite:///{three.root}/gradebook.db?timeout=0.1") as recorder:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperationalError, match="locked"):
            recorder.record("ada", executed(4, 4, 4), Facts("o", "graded"))
        other.rollback()
        assert not recorder.is_current("ada", "o")
        recorder.record("ada", executed(4, 4, 4), Facts("o", "graded"))
        assert recorder.is_current("ada", "o")
    other.close()


def test_the_order_of_recording_is_not_in_the_export(three: Course, tmp_path: Path) -> None:
    exports = []
    for name, students in (("one", ("ada", "ben", "cleo")), ("two", ("cleo", "ada", "ben"))):
        url = f"sqlite:///{tmp_path}/{name}.db"
        register(three, UNIT, source_of(three), url)
        for student in students:
            record(three, student, executed(len(student) % 4, 1, 1), db_url=url)
        exports.append(Pipeline(three, UNIT, tmp_path / "log", url).export().read_text())
    assert sorted(exports[0].splitlines()) == sorted(exports[1].splitlines())
    assert len(exports[0].splitlines()) == 4


@pytest.mark.parametrize(
    "found", ["nothing", "[]", "not json", '{"metadata": {"genai_lab": 3}}', "[" * 100_000]
)
def test_only_a_whole_result_of_the_same_origin_is_current(three: Course, found: str) -> None:
    with Recorder(three, UNIT, gradebook_url(three)) as recorder:
        assert not recorder.is_current("ada", "an origin")
    record(three, "ada", executed(4, 4, 4))
    with Recorder(three, UNIT, gradebook_url(three)) as recorder:
        assert recorder.is_current("ada", "an origin")
        assert not recorder.is_current("ada", "another")
        assert not recorder.is_current("ben", "an origin")
        recorder.path("ada").write_text(found)
        assert not recorder.is_current("ada", "an origin")
        recorder.path("ada").unlink()
        assert not recorder.is_current("ada", "an origin")


def test_no_question_reads_the_rows_of_the_whole_class(three: Course) -> None:
    """In a new gradebook, and in one that nbgrader made."""
    for name in ("gradebook.db", "nbgraders.db"):
        url = f"sqlite:///{three.root}/{name}"
        if name == "nbgraders.db":
            with Gradebook(url, "genai_lab"):
                pass
            with sqlite3.connect(three.root / name) as made:
                for (index,) in made.execute(
                    "select name from sqlite_master where name like 'genai_lab_%s'"
                ).fetchall():
                    made.execute(f"drop index if exists {index}")
        register(three, UNIT, source_of(three), url)
        record(three, "ada", executed(4, 4, 4), db_url=url)
        asked: list[str] = []
        with Recorder(three, UNIT, url) as recorder:

            def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any, asked: Any = asked) -> None:
                asked.append((statement, parameters))

            event.listen(recorder._gradebook.engine, "before_cursor_execute", note)
            recorder.record("ben", executed(4, 4, 4), Facts("o", "graded"))
        with sqlite3.connect(three.root / name) as connection:
            plans = [
                row[3]
                for statement, parameters in asked
                if statement.lstrip().startswith("SELECT")
                for row in connection.execute(f"explain query plan {statement}", parameters)
            ]
        assert len(plans) > 10
        grown = r"SCAN (grade|comment|submitted_notebook|submitted_assignment|student)\b"
        assert [plan for plan in plans if re.match(grown, plan)] == []


def test_a_unit_is_entered_once_and_again_where_it_changed(course: Course) -> None:
    url = gradebook_url(course)
    released = register(course, UNIT, source_of(course), url)
    assert "HIDDEN" not in nbformat.writes(released)
    assert not course.releases.exists()
    first = (course.root / "gradebook.db").read_bytes()
    register(course, UNIT, source_of(course), url)
    assert (course.root / "gradebook.db").read_bytes() == first
    path = course.sources / UNIT / f"{UNIT}.ipynb"
    path.write_text(path.read_text().replace('"points": 4', '"points": 5'))
    register(course, UNIT, source_of(course), url)
    with opened(course) as gradebook:
        assert gradebook.find_assignment(UNIT).max_score == 7


def test_points_may_change_under_submissions_and_exercises_may_not(three: Course) -> None:
    url = gradebook_url(three)
    record(three, "ada", executed(4, 4, 4))
    path = three.sources / UNIT / f"{UNIT}.ipynb"
    original = path.read_text()
    path.write_text(original.replace('"points": 2', '"points": 3'))
    register(three, UNIT, source_of(three), url)
    with opened(three) as gradebook:
        assert gradebook.find_submission(UNIT, "ada").max_score == 15
    path.write_text(original.replace('"test_second_kl"', '"test_2nd_kl"'))
    with pytest.raises(CourseError, match=r"gone: test_second_kl; new: test_2nd_kl\. Undo that"):
        register(three, UNIT, source_of(three), url)
    assert points(three, "ada")["test_second_kl"] == (4, False)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("gradebook.db", "such as sqlite:///gradebook.db; got 'gradebook.db'"),
        ("nosuch://x", "cannot be opened: .*nosuch"),
        ("sqlite:////nowhere/at/all.db", "cannot be opened: .*unable to open database file"),
        ("sqlite:///nbgrader_config.py", "cannot be opened: .*file is not a database"),
    ],
)
def test_a_gradebook_that_is_none_is_said(
    course: Course, monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.chdir(course.root)
    with pytest.raises(CourseError, match=sentence):
        register(course, UNIT, source_of(course), gradebook_url(course, url))


def test_where_the_gradebook_lies(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gradebook_url(course) == f"sqlite:///{course.root}/gradebook.db?timeout=60"
    monkeypatch.chdir(course.sources)
    assert gradebook_url(course, "sqlite:///a.db") == f"sqlite:///{course.sources}/a.db?timeout=60"
    assert gradebook_url(course, "sqlite:///a.db?timeout=1").endswith("a.db?timeout=1")
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.CourseDirectory.db_url = 'sqlite:////srv/grades.db'\n")
    assert gradebook_url(course) == "sqlite:////srv/grades.db?timeout=60"
