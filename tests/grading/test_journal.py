"""A run may be cut off at any point: after the next, each result is recorded once, its notebook in place."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from genai_lab.grading import journal, record, shelf
from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.grade import _alone, grade
from genai_lab.grading.pipeline import gradebook_url
from genai_lab.grading.record import Recorder

from .conftest import UNIT
from .stand_in import StandInWorkplace, earns, hand_in

pytestmark = pytest.mark.usefixtures("stand_in")


class Cut(BaseException):
    """As if the process had been killed: nothing of ours expects it."""


def entries(course: Course) -> list[tuple[str, int]]:
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        return connection.execute(
            "select student, number from genai_lab_journal order by student, number"
        ).fetchall()


def path_of(course: Course, student: str = "ada") -> Path:
    return course.autograded(student, UNIT)


def points(course: Course, student: str = "ada") -> float:
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        ((found,),) = connection.execute(
            "select sum(auto_score) from grade"
            " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
            " join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id"
            " where student_id = ?",
            [student],
        )
    return float(found)


def cut(*_: Any, **__: Any) -> None:
    raise Cut


def cut_after(function: Any) -> Any:
    def wrapped(*arguments: Any, **named: Any) -> None:
        function(*arguments, **named)
        raise Cut

    return wrapped


# Where a run is cut off: what is patched, and whether the result is recorded by then.
MOMENTS = {
    "before the notebook is staged": (shelf, "write", cut, False),
    "when it is staged": (shelf, "write", cut_after(shelf.write), False),
    "in the transaction": (journal, "write", cut, False),
    "at the end of the transaction": (journal, "write", cut_after(journal.write), False),
    "after the transaction": (shelf, "put_in_place", cut, True),
    "before the last step": (shelf.os, "replace", cut, True),
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("earlier", [False, True], ids=["the first result", "a regrade"])
def test_cut_off_anywhere_and_gone_on_with(
    course: Course, stand_in: list[StandInWorkplace], moment: str, earlier: bool
) -> None:
    owner, name, replacement, recorded = MOMENTS[moment]
    path = hand_in(course, "ada", earns(1 if earlier else 4))
    (path.parent / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC")
    if earlier:
        grade(course, UNIT)
        before = path_of(course).read_bytes()
        hand_in(course, "ada", earns(4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, replacement)
        # What a killed process does not do, either.
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(Cut):
            grade(course, UNIT)
    if earlier:
        assert path_of(course).read_bytes() == before
        assert points(course) == (4 if recorded else 1)
    stand_in.clear()
    run = grade(course, UNIT)
    assert not run.failed
    assert (run.current, len(stand_in)) == ((["ada"], len(stand_in)) if recorded else ([], 1))
    assert entries(course) == [("ada", number) for number in ([1, 2] if earlier else [1])]
    assert points(course) == 4
    assert json.loads(path_of(course).read_text())["metadata"]["genai_lab"]["outcome"] == "graded"
    left = {file.name for file in path_of(course).parent.iterdir()}
    assert left == {f"{UNIT}.ipynb", "timestamp.txt"}
    assert (path_of(course).parent / "timestamp.txt").read_text() == "2026-11-02 12:00:00 UTC\n"


def test_a_connection_that_is_lost_after_the_commit_records_once(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", earns(3))
    monkeypatch.setattr(record, "_PAUSES", (0.0, 0.0))
    lost: list[bool] = []
    enter = Recorder._enter

    def enter_and_lose(self: Recorder, *arguments: Any) -> Any:
        score = enter(self, *arguments)
        if not lost:
            lost.append(True)
            raise OperationalError("commit", {}, Exception("server closed the connection"))
        return score

    monkeypatch.setattr(Recorder, "_enter", enter_and_lose)
    run = grade(course, UNIT)
    assert lost
    assert run.lines[0].score is not None
    assert run.lines[0].score.points == 3
    assert entries(course) == [("ada", 1)]


def test_a_forced_regrade_is_a_new_entry(course: Course) -> None:
    hand_in(course, "ada", earns(3))
    for _ in range(3):
        grade(course, UNIT, force=True)
    assert entries(course) == [("ada", 1), ("ada", 2), ("ada", 3)]
    assert grade(course, UNIT).current == ["ada"]


def test_a_notebook_that_is_lost_is_made_again(course: Course) -> None:
    hand_in(course, "ada", earns(3))
    grade(course, UNIT)
    path_of(course).unlink()
    assert [line.student for line in grade(course, UNIT).lines] == ["ada"]
    assert path_of(course).is_file()


def test_two_runs_at_a_time_are_refused(course: Course) -> None:
    hand_in(course, "ada", earns(3))
    with _alone(course, UNIT), pytest.raises(CourseError, match="another one is grading 01_stand_in here"):
        grade(course, UNIT)
    assert not grade(course, UNIT).failed


def test_two_writers_of_one_number_cannot_both_record(course: Course) -> None:
    hand_in(course, "ada", earns(3))
    grade(course, UNIT)
    url = gradebook_url(course)
    with Recorder(course, UNIT, url) as one, Recorder(course, UNIT, url) as other:
        with one._gradebook.one_piece():
            journal.write(one._gradebook.db(), UNIT, "ada", journal.Entry(2, "x"), "graded")
        with pytest.raises(Exception, match="UNIQUE"), other._gradebook.one_piece():
            journal.write(other._gradebook.db(), UNIT, "ada", journal.Entry(2, "y"), "graded")


def full_disk(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_stops_the_run_and_the_next_one_goes_on(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        hand_in(course, f"s{number}", earns(4))
    grade(course, UNIT, students=["s0"])
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "write", full_disk)
        run = grade(course, UNIT, workers=1)
    assert run.stopped == "nothing can be written (No space left on device)"
    assert run.failed
    assert len(run.lines) < 5
    assert {line.outcome for line in run.lines} == {"infrastructure"}
    assert entries(course) == [("s0", 1)]
    run = grade(course, UNIT)
    assert (len(run.lines), run.current, run.failed) == (5, ["s0"], False)
    assert entries(course) == [(f"s{number}", 1) for number in range(6)]


def test_a_gradebook_that_is_gone_stops_the_run(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        hand_in(course, f"s{number}", earns(4))
    grade(course, UNIT, students=["s0"])
    monkeypatch.setattr(record, "_PAUSES", ())
    with monkeypatch.context() as patch:

        def gone(*_: Any) -> None:
            raise OperationalError("insert", {}, Exception("the server went away\nHINT: none"))

        patch.setattr(journal, "write", gone)
        run = grade(course, UNIT, workers=1)
    assert run.stopped == "the gradebook cannot be written (the server went away)"
    assert len(grade(course, UNIT).lines) == 5
