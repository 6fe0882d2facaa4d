"""What docs/instructors.md says of a term: due dates, extensions, written answers, and export."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps import ExportApp
from nbgrader.plugins import CsvExportPlugin

from genai_lab.grading.course import Course
from genai_lab.grading.export import GradesExport
from genai_lab.grading.grade import grade, write_feedback
from genai_lab.grading.pipeline import Pipeline

from .conftest import REPOSITORY, UNIT
from .stand_in import earns, hand_in
from .test_lms import CANVAS, MOODLE

DUE = "2026-11-02 22:59:00"


@pytest.fixture
def nbgrader_finds(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The course, in the folder where `nbgrader` is called."""
    monkeypatch.chdir(course.root)
    return course


def gradebook(course: Course, db_url: str | None = None) -> Any:
    return Pipeline(course, UNIT, course.root / "nbgrader.log", db_url).gradebook()


def exported(course: Course, *, db_url: str | None = None, **options: Any) -> list[dict[str, str]]:
    with gradebook(course, db_url) as opened:
        GradesExport(to=str(course.root / "out.csv"), **options).export(opened)
    return list(csv.DictReader(io.StringIO((course.root / "out.csv").read_text())))


def shown(word: str) -> str:
    """The Python of docs/instructors.md that has this word in it, for the unit of these tests."""
    parts = (REPOSITORY / "docs" / "instructors.md").read_text(encoding="utf-8").split("```python\n")[1:]
    (found,) = (block for part in parts if word in (block := part.split("```")[0]))
    return found.replace("01_first_models", UNIT)


def hand_in_late(course: Course, student: str, when: str) -> None:
    folder = hand_in(course, student, earns(4)).parent
    (folder / "timestamp.txt").write_text(when)


@pytest.mark.usefixtures("stand_in")
class TestDueDates:
    def test_the_penalty_of_the_page_takes_a_tenth_a_day(self, course: Course) -> None:
        with (course.root / "nbgrader_config.py").open("a") as config:
            config.write(shown("LateSubmissionPlugin"))
        with gradebook(course) as opened:
            opened.add_assignment(UNIT, duedate=f"{DUE} UTC")
        handed_in = {
            "in time": "2026-11-02 22:59:00 UTC",
            "elsewhere": "2026-11-02 23:59:00 Europe/Berlin",
            "grace": "2026-11-02 23:14:00 UTC",
            "a day begun": "2026-11-02 23:14:01 UTC",
            "two days": "2026-11-04 23:00:00 UTC",
            "a month": "2026-12-02 23:00:00 UTC",
        }
        for student, when in handed_in.items():
            hand_in_late(course, student, when)
        hand_in(course, "no date", earns(4))
        run = grade(course, UNIT)
        scores = {line.student: line.score.points for line in run.lines if line.score}
        assert scores == {
            "in time": 4, "elsewhere": 4, "grace": 4, "no date": 4,
            "a day begun": pytest.approx(3.6), "two days": pytest.approx(3.2), "a month": 0,
        }  # fmt: skip
        rows = {row["student_id"]: row for row in exported(course)}
        assert {row["duedate"] for row in rows.values()} == {DUE}
        columns = ("timestamp", "raw_score", "late_submission_penalty", "score", "max_score")
        late = rows["two days"]
        assert [late[name] for name in columns] == ["2026-11-04 23:00:00", "4.0", "0.8", "3.2", "6.0"]
        assert rows["no date"]["timestamp"] == ""

    def test_nbgraders_own_penalty_is_all_or_nothing(self, course: Course) -> None:
        with (course.root / "nbgrader_config.py").open("a") as config:
            config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
        with gradebook(course) as opened:
            opened.add_assignment(UNIT, duedate=f"{DUE} UTC")
        hand_in_late(course, "ada", "2026-11-02 22:59:01 UTC")
        assert [line.score.points for line in grade(course, UNIT).lines if line.score] == [0]

    def test_an_extension_counts_when_the_submission_is_graded_again(
        self, course: Course, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with (course.root / "nbgrader_config.py").open("a") as config:
            config.write(shown("LateSubmissionPlugin"))
        with gradebook(course) as opened:
            opened.add_assignment(UNIT, duedate=f"{DUE} UTC")
        for student in ("ada", "hopperben_10002"):
            hand_in_late(course, student, "2026-11-04 22:00:00 UTC")
        grade(course, UNIT)
        monkeypatch.chdir(course.root)
        exec(shown("grant_extension"), {})
        grade(course, UNIT, students=["hopperben_10002"], force=True)
        assert [(row["student_id"], row["score"]) for row in exported(course)] == [
            ("ada", "3.2"), ("hopperben_10002", "4.0")
        ]  # fmt: skip

    def test_moodles_worksheet_tells_when(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = hand_in(course, "Ada_Lovelace_201", earns(4)).parent
        monkeypatch.chdir(course.root)
        Path("moodle.csv").write_text(MOODLE, encoding="utf-8-sig")
        exec(shown("worksheet"), {})
        assert (folder / "timestamp.txt").read_text() == "2026-11-02 22:40:00 Europe/Berlin\n"
        grade(course, UNIT)
        assert [row["timestamp"] for row in exported(course)] == ["2026-11-02 21:40:00"]


@pytest.mark.usefixtures("stand_in")
def test_what_a_person_gave_survives_a_regrade_and_reaches_export_and_feedback(course: Course) -> None:
    hand_in(course, "ada", earns(4))
    grade(course, UNIT)
    with gradebook(course) as opened:
        one = opened.find_grade("question", UNIT, UNIT, "ada")
        one.manual_score, one.needs_manual_grade = 1.5, False
        opened.find_comment("question", UNIT, UNIT, "ada").manual_comment = "Say *which* one."
        opened.db.commit()
    hand_in(course, "ada", earns(3))
    grade(course, UNIT)
    assert [row["score"] for row in exported(course)] == ["4.5"]
    assert write_feedback(course, UNIT, ["ada"], None, course.root / "feedback.log") == []
    page = (course.root / "feedback" / "ada" / UNIT / f"{UNIT}.html").read_text()
    assert "Say <em>which</em> one." in page
    assert "Score: 4.5 / 6.0" in page


@pytest.mark.usefixtures("stand_in")
class TestExport:
    def test_the_order_of_recording_leaves_no_trace(self, course: Course) -> None:
        students = {"cleo": 0.1, "ada": 3.3, "ben": 1.2}
        for student, points in students.items():
            hand_in(course, student, earns(points))
        urls = [f"sqlite:///{course.root}/{name}.db" for name in ("forth", "back")]
        found = []
        for url, order in zip(urls, (sorted(students), sorted(students, reverse=True)), strict=True):
            for student in order:
                grade(course, UNIT, students=[student], force=True, db_url=url)
            exported(course, db_url=url)
            found.append((course.root / "out.csv").read_bytes())
        assert found[0] == found[1]
        assert [line.split(b",")[3] for line in found[0].splitlines()[1:]] == [b"ada", b"ben", b"cleo"]

    def test_names_neither_break_a_line_nor_become_a_formula(self, course: Course) -> None:
        names = ['Lovelace, Ada "A"', "=1+1", "-2", "@me"]
        for name in names:
            hand_in(course, name, earns(1))
        grade(course, UNIT)
        rows = exported(course)
        assert [row["student_id"] for row in rows] == ["'-2", "'=1+1", "'@me", 'Lovelace, Ada "A"']
        assert {row["score"] for row in rows} == {"1.0"}

    def test_its_columns_are_nbgraders(self, course: Course) -> None:
        hand_in(course, "ada", earns(2.5))
        grade(course, UNIT)
        with gradebook(course) as opened:
            opened.update_or_create_student("zoe")  # who handed in nothing
            CsvExportPlugin(to=str(course.root / "stock.csv")).export(opened)
        exported(course)
        assert (course.root / "out.csv").read_text() == (course.root / "stock.csv").read_text()

    def test_the_command_takes_nbgraders_options(self, nbgrader_finds: Course) -> None:
        for student in ("ada", "ben"):
            hand_in(nbgrader_finds, student, earns(4))
        grade(nbgrader_finds, UNIT)
        assert export_command("--assignment", UNIT, "--student", "ben", "--to", "ben.csv") == 0
        assert [row[3] for row in cells(Path("ben.csv"))] == ["student_id", "ben"]
        assert export_command("--assignment", "09_none") == 1
        assert not Path("grades.csv").exists()

    def test_the_command_fills_in_a_file_of_an_lms(self, nbgrader_finds: Course) -> None:
        Path("canvas.csv").write_text(CANVAS, newline="")
        for student in ("hopperben_10002", "nobody"):
            hand_in(nbgrader_finds, student, earns(3.5))
        with gradebook(nbgrader_finds) as opened:
            opened.add_student("lovelaceada_10001")  # handed in nothing: what Canvas has of her stays
        grade(nbgrader_finds, UNIT)
        assert export_command("--assignment", UNIT, "--GradesExport.template=canvas.csv") == 0
        before, after = cells(Path("canvas.csv")), cells(Path("filled_canvas.csv"))
        before[3][6] = "3.5"
        assert after == before
        assert export_command("--GradesExport.template=canvas.csv") == 1
        assert export_command("--assignment", UNIT, "--GradesExport.template=none.csv") == 1


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def export_command(*arguments: str) -> int:
    """The status of `nbgrader export`, as the course's configuration has it."""
    app = ExportApp(plugin_class=GradesExport)
    try:
        app.initialize([*arguments, "--ExportApp.plugin_class=genai_lab.grading.export.GradesExport"])
        app.start()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_moodle_finds_whose_feedback_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for student in ("Ada_Lovelace_201", "ben"):
        page = Path("feedback", student, UNIT, f"{UNIT}.html")
        page.parent.mkdir(parents=True)
        page.write_text(student)
    exec(shown("feedback.zip"), {})
    with zipfile.ZipFile("feedback.zip") as archive:
        (name,) = archive.namelist()
        assert archive.read(name) == b"Ada_Lovelace_201"
    # As Moodle takes it apart: anything, the participant's number, the plugin's type and name; then the file.
    folder, file = name.split("/")
    assert folder.split("_")[1:4] == ["201", "assignsubmission", "file"]
    assert file == f"{UNIT}.html"
