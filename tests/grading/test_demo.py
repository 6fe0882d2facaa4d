"""From an LMS's export to feedback and grades, with nbgrader itself in between."""

import csv
import html
import io
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output
from rich.console import Console

from genai_lab.grading import demo
from genai_lab.grading.classroom import answer, exercises_in, submissions
from genai_lab.grading.collect import collect
from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.feedback import HideTests
from genai_lab.grading.grade import grade
from genai_lab.grading.pipeline import Pipeline
from genai_lab.grading.release import release
from genai_lab.grading.sandbox import available
from genai_lab.grading.tables import Grade, grades, points_table, reasons

from .conftest import REPOSITORY, SOLUTION, UNIT, source_notebook

RIGHT = SOLUTION.replace("    ### BEGIN SOLUTION\n", "").replace("    ### END SOLUTION\n", "")
WRONG = RIGHT.replace("0.5 * ", "")
NAMES = ("first_kl", "second_kl", "third_kl", "fourth_kl")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    for name in NAMES:
        folder = tmp_path / "answers" / name
        folder.mkdir(parents=True)
        (folder / "right_plain.py").write_text(f"# the formula\n{RIGHT.replace('gaussian_kl', name)}")
        (folder / "wrong_a_sign.py").write_text("# a sign\nraise NotImplementedError")
        (folder / "wrong_half.py").write_text(
            f"# diagnosed: the factor 1/2 is missing\n{WRONG.replace('gaussian_kl', name)}"
        )
    return tmp_path / "answers"


@pytest.fixture
def four(course: Course) -> Course:
    """The stand-in course with four exercises."""
    nbformat.write(source_notebook(*NAMES), course.sources / UNIT / f"{UNIT}.ipynb")
    return course


@pytest.mark.skipif(available() is not None, reason=f"needs the sandbox: {available()}")
def test_a_class_goes_all_the_way(course: Course, tmp_path: Path) -> None:
    """Right, wrong in a named way, and no notebook at all: points, reasons, feedback and grades.csv."""
    pipeline = Pipeline(course, UNIT, tmp_path / "nbgrader.log")
    pipeline.release()
    released = nbformat.read(course.released(UNIT), as_version=4)
    handed_in = tmp_path / "handed in"
    handed_in.mkdir()
    written = {"question": "The wide one."}
    nbformat.write(answer(released, {"gaussian_kl": RIGHT} | written), handed_in / f"ada_{UNIT} (1).ipynb")
    nbformat.write(answer(released, {"gaussian_kl": WRONG} | written), handed_in / f"cleo_{UNIT}.ipynb")
    (handed_in / f"hana_{UNIT}.pdf").write_bytes(b"%PDF")
    students = [outcome.student for outcome in collect(course, UNIT, [handed_in])]
    assert [line.outcome for line in grade(course, UNIT).lines] == ["graded", "wrong", "malformed"]
    pages = {}
    for student in students:
        # The highlighter writes tags between the words of a source.
        pages[student] = html.unescape(re.sub(r"<[^>]+>", "", pipeline.feedback(student).read_text()))

    with pipeline.gradebook() as gradebook:
        found = grades(course, UNIT, gradebook)
    points = {(grade.student, grade.exercise): grade.points for grade in found}
    assert points == {
        ("ada", "gaussian_kl"): 4, ("ada", "question"): None,
        ("cleo", "gaussian_kl"): 1, ("cleo", "question"): None,
        ("hana", "gaussian_kl"): 0, ("hana", "question"): 0,
    }  # fmt: skip
    said = reasons(found)
    assert "cleo: gaussian_kl\n    ✗ the right price" in said
    assert "Your values are twice the right ones everywhere: the factor 1/2 is missing." in said
    assert "hana: gaussian_kl, question\n    what was handed in could not be read: it is a PDF" in said
    assert "ada" not in said

    assert "the factor 1/2 is missing." in pages["cleo"]
    assert "it is a PDF" in pages["hana"]
    for page in pages.values():
        for secret in ("HIDDEN", "truth", "kl_divergence(Normal", "mistakes"):
            assert secret not in page
    graded = nbformat.read(course.root / "autograded" / "ada" / UNIT / f"{UNIT}.ipynb", as_version=4)
    assert [cell.outputs for cell in graded.cells if "demo" in cell.metadata.get("tags", [])] == [[]]

    rows = list(csv.DictReader(pipeline.export().read_text().splitlines()))
    assert {row["student_id"]: float(row["score"]) for row in rows} == {"ada": 4, "cleo": 1, "hana": 0}


def test_eight_students_hand_in(four: Course, answers: Path) -> None:
    release(four)
    released = nbformat.read(four.released(UNIT), as_version=4)
    files = submissions(released, UNIT, answers)
    assert [name.split("_")[0] for name in files] == [
        "ada",
        "ben",
        "cleo",
        "dora",
        "emil",
        "finn",
        "gus",
        "hana",
    ]
    solved = {name: _sources(content) for name, content in files.items() if name.endswith(".ipynb")}
    mine = RIGHT.strip()
    ada, ben, gus = solved[f"ada_{UNIT}.ipynb"], solved[f"ben_{UNIT}.ipynb"], solved[f"gus_{UNIT} (1).ipynb"]
    assert [ada[name].replace(name, "gaussian_kl") for name in NAMES] == [mine] * 4
    assert gus == ada
    assert ["NotImplementedError" in ben[name] for name in NAMES] == [False, False, True, True]
    differing = [
        [name for name in NAMES if solved[f"{student}_{UNIT}.ipynb"][name] != ada[name]]
        for student in ("cleo", "dora", "emil", "finn")
    ]
    assert differing == [["first_kl"], ["third_kl"], ["fourth_kl"], ["fourth_kl"]]
    assert all("diagnosed" not in text for cells in solved.values() for text in cells.values())
    assert "return my_result" in solved[f"finn_{UNIT}.ipynb"]["fourth_kl"]


def test_only_an_own_folder_is_replaced(course: Course) -> None:
    scratch = demo.make_scratch(course, UNIT)
    (scratch.root / "old").write_text("old")
    assert not (demo.make_scratch(course, UNIT).root / "old").exists()
    for path in scratch.root.glob(".made*"):
        path.unlink()
    (scratch.root / "thesis.tex").write_text("years of work")
    with pytest.raises(CourseError, match="replaces only a folder that it made"):
        demo.make_scratch(course, UNIT)
    assert (scratch.root / "thesis.tex").read_text() == "years of work"


def test_without_answers_the_demo_says_what_is_missing(course: Course) -> None:
    with pytest.raises(CourseError, match=r"answers from .*tests/answers/01_stand_in, which is not there"):
        demo.run(course, UNIT)
    assert not (course.root / "build").exists()


def test_too_few_diagnosed_answers_are_named(answers: Path) -> None:
    for name in NAMES[:2]:
        (answers / name / "wrong_half.py").unlink()
    with pytest.raises(CourseError, match="such answers for 2"):
        submissions(source_notebook(*NAMES), UNIT, answers)


def test_a_failure_of_nbgrader_is_one_sentence_with_the_log(course: Course, tmp_path: Path) -> None:
    pipeline = Pipeline(course, "09_nothing", tmp_path / "nbgrader.log")
    with pytest.raises(CourseError, match=r"nbgrader failed at GenerateAssignment of .*nbgrader\.log"):
        pipeline.release()
    assert "No notebooks were matched" in pipeline.log.read_text()


def test_feedback_shows_what_an_error_says_but_not_the_lines_around_it(course: Course) -> None:
    notebook = source_notebook()
    test = next(cell for cell in notebook.cells if cell.id == "test_gaussian_kl")
    around = ["----> 1 check = checks.exercise(gaussian_kl)", "      5 truth = kl_divergence(Normal(...))"]
    said = {"ename": "NameError", "evalue": "name 'gaussian_kl' is not defined"}
    test.outputs = [new_output("error", **said, traceback=around)]
    notebook.cells[1].source += "\n# BEGIN HIDDEN TESTS, says a student"
    HideTests().preprocess(notebook, {})
    assert test.outputs[0].traceback == ["NameError: name 'gaussian_kl' is not defined"]
    assert "truth" not in test.source
    assert "one value for each example" in test.source
    assert "says a student" in notebook.cells[1].source


def test_the_table_has_every_student_and_the_totals() -> None:
    found = [
        Grade("ada", "kl", 4.0, 4.0, ""),
        Grade("ada", "question", None, 2.0, ""),
        Grade("ben", "kl", 1.5, 4.0, "a reason"),
        Grade("ben", "question", 0.0, 2.0, "not written yet"),
    ]
    table = points_table(found)
    assert [column.header for column in table.columns] == ["exercise", "of", "ada", "ben"]
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    assert columns == [["kl", "question", "total"], ["4", "2", "6"], ["4", "?", "4"], ["1.5", "0", "1.5"]]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without bubblewrap, and with an apt-get that writes down how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "apt-get"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/called"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin")
    monkeypatch.setattr(demo.shutil, "which", lambda name: str(program) if name == "apt-get" else None)
    return tmp_path / "called"


@pytest.mark.parametrize(
    ("user", "answers", "calls"), [(0, [None], 2), (0, ["still none"], 2), (1000, [], 0)]
)
def test_the_demo_installs_the_sandbox_where_it_may(
    programs: Path, monkeypatch: pytest.MonkeyPatch, user: int, answers: list[str | None], calls: int
) -> None:
    said = iter(["It is missing.", *answers])

    def available() -> str | None:
        return next(said)

    available.cache_clear = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setattr(demo, "available", available)
    monkeypatch.setattr(demo.os, "geteuid", lambda: user)
    console = Console(file=io.StringIO())
    assert demo.provide_sandbox(console) == (answers[0] if answers else "It is missing.")
    called = programs.read_text().splitlines() if programs.exists() else []
    assert len(called) == calls
    assert all("bubblewrap" in line or "update" in line for line in called)
    assert console.file.getvalue().count("The sandbox needs bubblewrap: apt-get") == calls  # type: ignore[attr-defined]


@pytest.mark.slow
def test_the_demo_of_the_real_unit(tmp_path: Path) -> None:
    """Every student gets what the class was built for."""
    course = Course(tmp_path)
    for name in ("nbgrader_config.py", "solutions", "tests"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    assert len(demo.run(course)) == 8
    scratch = Course(tmp_path / "build" / "demo")
    with Pipeline(scratch, demo.UNIT, tmp_path / "log").gradebook() as gradebook:
        found = grades(scratch, demo.UNIT, gradebook)
    imperfect = {
        student: [grade.exercise for grade in found if grade.student == student and grade.reason]
        for student in ("ada", "ben", "cleo", "dora", "emil", "finn", "gus", "hana")
    }
    everything = exercises_in(nbformat.read(scratch.released(demo.UNIT), as_version=4))
    assert imperfect["ada"] == imperfect["gus"] == []
    assert set(imperfect["ben"]) & set(everything) == set(everything[5:])
    assert [len(imperfect[student]) for student in ("cleo", "dora", "emil", "finn")] == [1, 1, 1, 1]
    assert set(everything) <= set(imperfect["hana"])


def _sources(content: bytes) -> dict[str, str]:
    return {cell.id: cell.source for cell in nbformat.reads(content, as_version=4).cells}
