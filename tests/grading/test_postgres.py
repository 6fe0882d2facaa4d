"""A gradebook in PostgreSQL holds what one in SQLite holds, whatever happens to its server."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from genai_lab.grading import sandbox
from genai_lab.grading.cli import app
from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.grade import grade
from genai_lab.grading.pipeline import Pipeline, gradebook_url
from tests.grading.chaos import crowd, evidence
from tests.grading.chaos.command import Command, adopting, until
from tests.grading.conftest import UNIT
from tests.grading.postgres import MISSING, PASSWORD, Server, programs, server
from tests.grading.stand_in import earns, hand_in

pytestmark = pytest.mark.skipif(programs() is None, reason=MISSING)
NAMES = ("O'Neil; DROP TABLE grade", "Zoë Müller", "李雷", "ada", "Ada", "a%b:c", '"quoted"', "$1")
needs_sandbox = pytest.mark.skipif(sandbox.available() is not None, reason=str(sandbox.available()))


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    """A server for all tests of this file."""
    with server() as running:
        yield running


@pytest.fixture
def url(postgres: Server, request: pytest.FixtureRequest) -> str:
    """A database of the test's own, in which nobody has made a gradebook yet."""
    return postgres.database(f"book_{abs(hash(request.node.name)) % 10**9}")


def points(course: Course, db_url: str | None = None) -> dict[str, list[tuple[Any, ...]]]:
    return evidence.of(course, db_url).points


def csv(course: Course, db_url: str | None = None) -> bytes:
    return Pipeline(course, UNIT, course.root / "log", db_url).export().read_bytes()


@pytest.mark.usefixtures("stand_in")
class TestTheSameGradebook:
    """Nothing of a submission runs here; the database is a real one."""

    def test_the_same_points_and_the_same_bytes(self, course: Course, url: str) -> None:
        for number, name in enumerate(NAMES):
            hand_in(course, name, earns(number / 2), written="" if number % 2 else "Words.")
        hand_in(course, "hana", "").write_bytes(b"%PDF")
        (course.submitted / "ada" / UNIT / "timestamp.txt").write_text(crowd.LATE)
        assert not grade(course, UNIT, db_url=url).failed
        assert not grade(course, UNIT).failed
        assert csv(course, url) == csv(course)
        assert evidence.of(course, url).points == evidence.of(course).points
        assert evidence.doubled(course, len(NAMES) + 1, url) == []

    def test_again_with_force_and_what_a_person_graded_stays(self, course: Course, url: str) -> None:
        hand_in(course, "ada", earns(1))
        hand_in(course, "ben", earns(2))
        grade(course, UNIT, db_url=url)
        with Gradebook(gradebook_url(course, url), "genai_lab") as gradebook:
            written = gradebook.find_grade("question", UNIT, UNIT, "ada")
            written.manual_score, written.needs_manual_grade = 1.5, False
            gradebook.find_grade("test_gaussian_kl", UNIT, UNIT, "ben").extra_credit = 0.25
            gradebook.db.commit()
        assert grade(course, UNIT, db_url=url).lines == []
        hand_in(course, "ada", earns(3))
        assert [line.student for line in grade(course, UNIT, db_url=url).lines] == ["ada"]
        again = grade(course, UNIT, db_url=url, force=True)
        assert [line.score and line.score.points for line in again.lines] == [4.5, 2.25]
        journal = [f"{evidence.JOURNAL} ('ada',): 3 times", f"{evidence.JOURNAL} ('ben',): 2 times"]
        assert evidence.doubled(course, 2, url) == journal

    def test_a_name_longer_than_nbgraders_column_is_nobody_elses_trouble(
        self, course: Course, url: str
    ) -> None:
        hand_in(course, "l" * 200, earns(4))
        hand_in(course, "zoe", earns(4))
        run = grade(course, UNIT, db_url=url)
        assert [line.outcome for line in run.lines if line.student == "zoe"] == ["graded"]
        assert run.failed
        assert "128" in " ".join(run.lines[0].flags)

    @pytest.mark.parametrize("trouble", ["a wrong password", "no such database", "nobody answers"])
    def test_a_gradebook_out_of_reach_is_a_sentence(
        self, course: Course, postgres: Server, monkeypatch: pytest.MonkeyPatch, trouble: str
    ) -> None:
        url = {
            "a wrong password": postgres.url("postgres", "wr@ng"),
            "no such database": postgres.url("nowhere"),
            "nobody answers": postgres.url("postgres").replace(f":{postgres.port}/", ":1/"),
        }[trouble]
        hand_in(course, "ada", earns(4))
        monkeypatch.chdir(course.root)
        done = CliRunner().invoke(app, ["grade", UNIT, "--db", url], catch_exceptions=False)
        assert done.exit_code == 1
        assert done.output.splitlines()[-1].startswith("genai-lab: The gradebook postgresql")
        assert "Traceback" not in done.output
        assert PASSWORD not in done.output
        assert "wr@ng" not in done.output
        assert "wr%40ng" not in done.output
        assert not list(course.root.glob("autograded/*/*"))


def a_class(folder: Path) -> Course:
    """A small class of the real unit, for the command itself."""
    return crowd.make(folder / "course", 16)


def resume(course: Course, url: str) -> None:
    """Run the command once more, after which everybody has the points that they deserve, once."""
    with closing(Command(course, "--db", url)) as command:
        assert command.wait() == 0, command.said
    found = evidence.of(course, url)
    totals = {student: sum(row[1] or 0 for row in rows) for student, rows in found.points.items()}
    assert totals == {crowd.name(number): crowd.expected(number) for number in range(16)}
    assert evidence.doubled(course, 16, url) == []
    assert len(found.notebooks) == 16
    assert not [name for name in found.files if Path(name).name.startswith(".")]


def reach(course: Course, command: Command, number: int) -> None:
    """Wait until the command, which goes on, has recorded so many results."""

    def there() -> bool:
        return len(list((course.root / "autograded").glob(f"*/{UNIT}/{UNIT}.ipynb"))) >= number

    assert until(lambda: there() or not command.runs), command.said
    assert command.runs, command.said


@pytest.mark.slow
@needs_sandbox
def test_a_killed_command_goes_on(tmp_path: Path, url: str) -> None:
    course = a_class(tmp_path)
    with adopting() as orphans:
        for number in (3, 9):
            with closing(Command(course, "--db", url)) as command:
                reach(course, command, number)
            assert orphans.gone(), orphans.left()
    resume(course, url)


@pytest.mark.slow
@needs_sandbox
def test_a_restarted_server_costs_nothing(tmp_path: Path, url: str, postgres: Server) -> None:
    course = a_class(tmp_path)
    with closing(Command(course, "--db", url)) as command:
        reach(course, command, 4)
        postgres.stop()
        postgres.start()
        status = command.wait()
        assert "Traceback" not in command.said
        assert status == 0 or "Next: genai-lab grade" in command.said, command.said
    resume(course, url)


@pytest.mark.slow
@needs_sandbox
def test_a_server_that_goes_away_is_told_in_sentences(tmp_path: Path, url: str, postgres: Server) -> None:
    course = a_class(tmp_path)
    with closing(Command(course, "--db", url)) as command:
        reach(course, command, 4)
        postgres.stop()
        try:
            assert command.wait() == 1
            assert "Traceback" not in command.said
            assert "Next: genai-lab grade" in command.said, command.said
        finally:
            postgres.start()
    resume(course, url)


@pytest.mark.usefixtures("stand_in")
def test_a_gradebook_of_another_driver_is_left_to_it(course: Course) -> None:
    assert gradebook_url(course, "postgresql://u@h/b") == "postgresql+psycopg://u@h/b"
    hand_in(course, "ada", earns(4))
    with pytest.raises(CourseError, match="gradebook"):
        grade(course, UNIT, db_url="postgresql+psycopg2://u@127.0.0.1:1/b")
