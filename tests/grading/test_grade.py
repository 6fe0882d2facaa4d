"""A class is graded whatever was handed in; nobody's trouble is another's, and a stopped run goes on."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from genai_lab.grading.coordinator import Coordinator
from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.grade import Run, grade, write_feedback
from genai_lab.grading.pipeline import Pipeline
from genai_lab.grading.submission import explain
from genai_lab.grading.tables import outcomes_table, summary

from .conftest import UNIT, source_notebook
from .stand_in import StandInWorkplace, earns, hand_in

pytestmark = pytest.mark.usefixtures("stand_in")


def results(run: Run) -> dict[str, tuple[str, float | None]]:
    return {line.student: (line.outcome, line.score.points if line.score else None) for line in run.lines}


def flags(run: Run, student: str) -> str:
    return "; ".join(next(line.flags for line in run.lines if line.student == student))


def graded_notebook(course: Course, student: str) -> Any:
    return nbformat.read(course.root / "autograded" / student / UNIT / f"{UNIT}.ipynb", as_version=4)


def test_each_gets_an_outcome_in_alphabetical_order(course: Course) -> None:
    hand_in(course, "cleo", earns(1))
    hand_in(course, "ada", earns(4))
    hand_in(course, "ben", earns(2.5), written="")
    (course.submitted / "hana" / UNIT).mkdir(parents=True)
    (course.submitted / "hana" / UNIT / "essay.pdf").write_bytes(b"%PDF")
    run = grade(course, UNIT)
    assert list(results(run).items()) == [
        ("ada", ("graded", 4)), ("ben", ("wrong", 2.5)), ("cleo", ("wrong", 1)), ("hana", ("malformed", 0)),
    ]  # fmt: skip
    assert not run.failed
    assert [line.score.waiting for line in run.lines if line.score] == [1, 0, 1, 0]
    assert {line.score.out_of for line in run.lines if line.score} == {6}
    assert not (course.root / "course").exists()
    notebook = graded_notebook(course, "ada")
    assert notebook.metadata.genai_lab.outcome == "graded"
    assert "a flag" in notebook.metadata.genai_lab.flags
    assert "kl_divergence(Normal" in next(
        cell.source for cell in notebook.cells if cell.id == "test_gaussian_kl"
    )
    assert "HIDDEN" not in json.dumps(graded_notebook(course, "hana"))


def test_what_is_unchanged_is_not_graded_again(course: Course, stand_in: list[StandInWorkplace]) -> None:
    hand_in(course, "ada", earns(4))
    hand_in(course, "ben", earns(1))
    (course.submitted / "hana" / UNIT).mkdir(parents=True)
    grade(course, UNIT)
    stand_in.clear()
    again = grade(course, UNIT)
    assert (again.lines, again.current) == ([], ["ada", "ben", "hana"])
    assert stand_in == []
    hand_in(course, "ben", earns(3))
    assert results(grade(course, UNIT)) == {"ben": ("wrong", 3)}
    assert list(results(grade(course, UNIT, force=True))) == ["ada", "ben", "hana"]
    source = course.sources / UNIT / f"{UNIT}.ipynb"
    source.write_text(source.read_text().replace("A stand-in unit", "A better title"))
    assert list(results(grade(course, UNIT))) == ["ada", "ben", "hana"]


def test_a_new_gradebook_gets_everybody(course: Course) -> None:
    hand_in(course, "ada", earns(4))
    grade(course, UNIT)
    run = grade(course, UNIT, db_url=f"sqlite:///{course.root}/another.db")
    assert results(run) == {"ada": ("graded", 4)}
    assert (course.root / "another.db").exists()


def test_some_students_only(course: Course) -> None:
    for student in ("ada", "ben", "cleo"):
        hand_in(course, student, earns(4))
    assert list(results(grade(course, UNIT, students=["cleo", "ada"]))) == ["ada", "cleo"]
    with pytest.raises(
        CourseError, match=r"submitted/<student>/01_stand_in/, and there is none of emil, zoe\."
    ):
        grade(course, UNIT, students=["ada", "zoe", "emil"])


def test_nothing_handed_in_says_where_it_should_lie(course: Course) -> None:
    with pytest.raises(CourseError, match=r"none of anybody\. `genai-lab collect` brings in"):
        grade(course, UNIT)
    (course.submitted / "ada" / "02_other").mkdir(parents=True)
    with pytest.raises(CourseError, match="none of anybody"):
        grade(course, UNIT)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7", "it is a PDF"),
        (b'{"cells": [', "no JSON"),
        (b"\xff\x00\x01garbage", "it is"),
        (nbformat.writes(nbformat.v4.new_notebook()).encode(), "holds none of this unit's exercises"),
    ],
)
def test_what_cannot_be_read_earns_nothing_and_says_why(course: Course, content: bytes, reason: str) -> None:
    hand_in(course, "ada", earns(4)).write_bytes(content)
    hand_in(course, "ben", earns(4))
    run = grade(course, UNIT)
    assert results(run) == {"ada": ("malformed", 0), "ben": ("graded", 4)}
    assert reason in flags(run, "ada")
    assert reason in graded_notebook(course, "ada").cells[0].source


def test_an_unread_submission_replaces_the_points_of_an_earlier_one(course: Course) -> None:
    path = hand_in(course, "ada", earns(4))
    grade(course, UNIT)
    path.write_text("")
    assert results(grade(course, UNIT)) == {"ada": ("malformed", 0)}


def test_what_collect_could_not_read_keeps_its_explanation(course: Course) -> None:
    path = hand_in(course, "hana", "")
    nbformat.write(explain(source_notebook(), "essay.pdf", "it is a PDF", None), path)
    run = grade(course, UNIT)
    assert results(run) == {"hana": ("malformed", 0)}
    assert "`essay.pdf` could not be read" in graded_notebook(course, "hana").cells[0].source


def test_a_link_is_refused_and_not_followed(course: Course, tmp_path: Path) -> None:
    elsewhere = hand_in(Course(tmp_path / "elsewhere"), "secret", earns(4))
    course.submitted.mkdir()
    (course.submitted / "whole").symlink_to(elsewhere.parents[1])
    (course.submitted / "unit").mkdir()
    (course.submitted / "unit" / UNIT).symlink_to(elsewhere.parent)
    (course.submitted / "file" / UNIT).mkdir(parents=True)
    (course.submitted / "file" / UNIT / elsewhere.name).symlink_to(elsewhere)
    run = grade(course, UNIT)
    assert results(run) == dict.fromkeys(("file", "unit", "whole"), ("malformed", 0))
    for student in ("file", "unit", "whole"):
        assert "link" in flags(run, student)
        assert "earns 4" not in json.dumps(graded_notebook(course, student))


def test_what_is_no_submission_is_passed_over(course: Course) -> None:
    hand_in(course, "ada", earns(4))
    hand_in(course, ".hidden", earns(4))
    (course.submitted / "notes.txt").write_text("mine")
    (course.submitted / "ben").mkdir()
    (course.submitted / "cleo").mkdir()
    (course.submitted / "cleo" / UNIT).write_text("a file")
    run = grade(course, UNIT)
    assert results(run) == {"ada": ("graded", 4), "cleo": ("malformed", 0)}
    assert "there is a file" in flags(run, "cleo")


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "a.b-c@d", "Zoë Müller", "李雷", "a*b?", "{x}", "O'Neil; DROP TABLE grade", "*"]
)
def test_any_folder_name_goes_all_the_way(course: Course, tmp_path: Path, name: str) -> None:
    hand_in(course, name, earns(3))
    hand_in(course, "ada", earns(4))
    assert results(grade(course, UNIT))[name] == ("wrong", 3)
    pipeline = Pipeline(course, UNIT, tmp_path / "log")
    assert "3.0" in pipeline.feedback(name).read_text()
    rows = csv.DictReader(pipeline.export().read_text(encoding="utf-8").splitlines())
    assert name in [row["student_id"] for row in rows]


def test_names_that_trouble_somebody_are_said(course: Course, tmp_path: Path) -> None:
    hand_in(course, "Lovelace, Ada", earns(4))
    hand_in(course, "[red]x", earns(4))
    try:
        os.mkdir(os.fsencode(course.submitted) + b"/Jos\xe9")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    (course.submitted / "Jos\udce9" / UNIT).mkdir()
    run = grade(course, UNIT)
    fine = ("graded", 4.0)
    assert results(run) == {"Jos\udce9": ("malformed", None), "Lovelace, Ada": fine, "[red]x": fine}
    assert "feedback page" in flags(run, "[red]x")
    assert write_feedback(course, UNIT, ["Lovelace, Ada", "[red]x"], None, tmp_path / "log") == ["[red]x"]
    assert "rename the folder" in flags(run, "Jos\udce9")
    assert flags(run, "Lovelace, Ada") == "a flag"
    names = [str(cell) for cell in outcomes_table(run.lines).columns[0].cells]
    assert names == ["Jos\ufffd", "Lovelace, Ada", "[red]x"]


def test_a_timestamp_is_kept_and_garbage_is_not(course: Course) -> None:
    stamps = {
        "ada": "2026-11-02 12:00:00 UTC",
        "ben": "yesterday-ish",
        "cleo": "\x00",
        "dora": "2026-11-02 12:00:00 +0130",
    }
    for student, stamp in stamps.items():
        path = hand_in(course, student, earns(4))
        (path.parent / "timestamp.txt").write_text(stamp)
    run = grade(course, UNIT)
    assert [line.outcome for line in run.lines] == ["graded"] * 4
    assert ["timestamp" in flags(run, student) for student in stamps] == [False, True, True, False]
    with Pipeline(course, UNIT, course.root / "log").gradebook() as gradebook:
        stamps = {one.student_id: str(one.timestamp) for one in gradebook.assignment_submissions(UNIT)}
    known = {"ada": "2026-11-02 12:00:00", "dora": "2026-11-02 10:30:00"}
    assert stamps == {**known, "ben": "None", "cleo": "None"}


def test_text_that_no_file_can_hold_stops_nobody(course: Course) -> None:
    """JSON may name half of a character, which neither UTF-8 nor nbgrader's checksums can write."""
    hand_in(course, "ada", earns(4) + " \ud800", written="\udfff")
    run = grade(course, UNIT)
    assert results(run) == {"ada": ("graded", 4)}


def test_a_broken_workplace_is_replaced_once(course: Course, stand_in: list[StandInWorkplace]) -> None:
    hand_in(course, "ada", earns(4) + "\n# breaks once here")
    hand_in(course, "ben", earns(3))
    run = grade(course, UNIT, workers=1)
    assert results(run) == {"ada": ("graded", 4), "ben": ("wrong", 3)}
    assert len(stand_in) == 2
    assert all(workplace.closed for workplace in stand_in)


def test_what_breaks_every_workplace_keeps_the_earlier_result(course: Course) -> None:
    hand_in(course, "ada", earns(4))
    grade(course, UNIT)
    before = graded_notebook(course, "ada")
    hand_in(course, "ada", earns(1) + "\n# breaks here")
    hand_in(course, "ben", earns(3))
    run = grade(course, UNIT)
    assert results(run) == {"ada": ("infrastructure", None), "ben": ("wrong", 3)}
    assert run.failed
    assert "the machinery broke at here" in flags(run, "ada")
    assert graded_notebook(course, "ada") == before
    with Pipeline(course, UNIT, course.root / "log").gradebook() as gradebook:
        assert gradebook.find_submission(UNIT, "ada").score == 4
    hand_in(course, "ada", earns(2))
    assert results(grade(course, UNIT)) == {"ada": ("wrong", 2)}


def test_what_cannot_be_recorded_is_one_line_and_stops_nobody(course: Course) -> None:
    hand_in(course, "ada", earns(4))
    hand_in(course, "ben", earns(99))  # more than the exercise is worth: nbgrader refuses it
    hand_in(course, "cleo", earns(4))
    run = grade(course, UNIT)
    assert {line.student: line.outcome for line in run.lines} == {
        "ada": "graded", "ben": "infrastructure", "cleo": "graded",
    }  # fmt: skip
    assert not (course.root / "autograded" / "ben" / UNIT / f"{UNIT}.ipynb").exists()


def test_control_c_keeps_what_is_done_and_the_next_run_goes_on(
    course: Course, stand_in: list[StandInWorkplace], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        hand_in(course, f"s{number}", earns(4) + ("\n# stop here" if number == 4 else ""))
    with monkeypatch.context() as patch:
        original = StandInWorkplace.grade

        def grade_or_stop(self: StandInWorkplace, notebook: str) -> Any:
            if "# stop here" in notebook:
                os.kill(os.getpid(), signal.SIGINT)
            return original(self, notebook)

        patch.setattr(StandInWorkplace, "grade", grade_or_stop)
        run = grade(course, UNIT, workers=1)
    assert run.stopped == "somebody interrupted it"
    assert run.failed
    assert all(workplace.closed for workplace in stand_in)
    done = {line.student for line in run.lines}
    assert {"s0", "s1"} <= done < {f"s{number}" for number in range(8)}
    rest = grade(course, UNIT)
    assert set(rest.current) == done
    assert {line.student for line in rest.lines} == {f"s{number}" for number in range(8)} - done


def test_a_bounded_number_is_begun_and_not_yet_recorded(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        hand_in(course, f"s{number:02}", earns(4))
    begun: list[int] = []
    original = Coordinator._begin

    def begin(self: Any, *arguments: Any) -> Any:
        line = original(self, *arguments)
        begun.append(len(self._running))
        return line

    monkeypatch.setattr(Coordinator, "_begin", begin)
    assert len(grade(course, UNIT, workers=2).lines) == 20
    assert max(begun) == 4


def test_one_worker_and_four_give_the_same(course: Course) -> None:
    for number in range(12):
        hand_in(course, f"s{number:02}", earns(number % 5))
    one = grade(course, UNIT, workers=1)
    four = grade(course, UNIT, workers=4, force=True)
    assert results(one) == results(four)


def test_without_a_sandbox_it_refuses_unless_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", earns(4))
    monkeypatch.setattr("genai_lab.grading.grade.available", lambda: "There is no sandbox here.")
    with pytest.raises(CourseError, match=r"There is no sandbox here\. Or grade with --no-sandbox"):
        grade(course, UNIT)
    assert not (course.root / "gradebook.db").exists()
    assert results(grade(course, UNIT, sandbox=False)) == {"ada": ("graded", 4)}


def test_an_unknown_unit_is_named(course: Course) -> None:
    with pytest.raises(CourseError, match="got '09_none'"):
        grade(course, "09_none")


def test_the_summary_counts(course: Course) -> None:
    hand_in(course, "ada", earns(4))
    hand_in(course, "ben", earns(1))
    run = grade(course, UNIT, workers=2)
    said = summary(run.lines, 3, 1.26, run.place)
    assert said.startswith("2 submissions in 1.3 s on 2 workers: 1 graded, 1 wrong.")
    assert "A submission took 1.00 s: student 50 %." in said
    assert "a written answer waits" in said
    assert "3 unchanged since they were graded" in said


def test_the_coordinator_needs_no_torch() -> None:
    code = "import sys, genai_lab.grading.grade, genai_lab.grading.engine; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
