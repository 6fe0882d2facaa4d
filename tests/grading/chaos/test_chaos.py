"""Nothing is lost: fifty disturbances of a class of sixty, after which all is as if nothing had happened."""

from contextlib import closing
from pathlib import Path

import pytest

from genai_lab.grading import sandbox
from genai_lab.grading.course import Course
from tests.grading.chaos import crowd, evidence
from tests.grading.chaos.command import Orphans
from tests.grading.chaos.conftest import SIZE, with_gradebook
from tests.grading.chaos.evidence import Evidence
from tests.grading.chaos.moments import KINDS, Disturbed, kill_the_coordinator

pytestmark = pytest.mark.skipif(sandbox.available() is not None, reason=str(sandbox.available()))

# How many moments fall on one class: ten of each kind, fifty in all; a lock takes twenty seconds.
MOMENTS = {"coordinator": 5, "worker": 5, "sandbox": 5, "disk": 5, "lock": 2}
CLASSES = [(kind, seed) for kind, moments in MOMENTS.items() for seed in range(10 // moments)]


def disturb(course: Course, kind: str, seed: int, orphans: Orphans, undisturbed: Evidence) -> None:
    """Grade a class while it is disturbed, and compare what is left with the quiet run."""
    moments = MOMENTS[kind]
    with closing(Disturbed(course, orphans, f"{kind} {seed}")) as run:
        for moment in range(moments):  # one in each part of the run, so that there is enough to do for all
            KINDS[kind](run, int((moment + 0.8 * run.random.random()) * (SIZE - 10) / moments))
        run.finish()
        assert kind != "lock" or "again" not in run.tell(), f"twenty seconds are no reason: {run.tell()}"
        assert run.orphans.gone(), f"{run.orphans.left()} live: {run.tell()}"
        compare(course, undisturbed, run.tell())


def compare(course: Course, undisturbed: Evidence, told: str) -> None:
    """Whether a class is exactly as one that nobody disturbed."""
    found = evidence.of(course)
    assert evidence.doubled(course, SIZE) == [], told
    for student, points in undisturbed.points.items():
        assert found.points.get(student) == points, f"{student}: {told}"
    for student, notebook in undisturbed.notebooks.items():
        assert found.notebooks.get(student) == notebook, f"{student}: {told}"
    assert found.files == undisturbed.files, told
    assert found.csv == undisturbed.csv, told


@pytest.mark.slow
def test_a_small_class_survives_two_kills(tmp_path: Path, blank: Path, orphans: Orphans) -> None:
    course = with_gradebook(crowd.make(tmp_path / "course", 8), blank)
    with closing(Disturbed(course, orphans, 0)) as run:
        for number in (2, 5):
            kill_the_coordinator(run, number)
        assert run.finish() == 0, run.tell()
        found = evidence.of(course)
        totals = {student: sum(row[1] or 0 for row in rows) for student, rows in found.points.items()}
        assert totals == {crowd.name(number): crowd.expected(number) for number in range(8)}, run.tell()
        assert evidence.doubled(course, 8) == [], run.tell()
        assert len(found.notebooks) == 8
        assert not [file for file in found.files if Path(file).name.startswith(".")], run.tell()


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seed"), [each for each in CLASSES if each[0] != "disk"])
def test_a_disturbed_class_is_as_an_undisturbed_one(
    kind: str, seed: int, tmp_path: Path, blank: Path, orphans: Orphans, undisturbed: Evidence
) -> None:
    course = crowd.make(tmp_path / "course", SIZE)
    if (kind, seed) != ("coordinator", 0):  # which is killed while it makes the gradebook, too
        with_gradebook(course, blank)
    disturb(course, kind, seed, orphans, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "where"), enumerate(["the notebooks", "the gradebook and the notebooks"]))
def test_a_full_disk_is_no_loss(
    seed: int,
    where: str,
    small_disk: Path,
    tmp_path: Path,
    blank: Path,
    orphans: Orphans,
    undisturbed: Evidence,
) -> None:
    if where == "the notebooks":
        course = with_gradebook(crowd.make(tmp_path / "course", SIZE), blank)
        (course.root / "autograded").symlink_to(small_disk)
    else:
        course = with_gradebook(crowd.make(small_disk / "course", SIZE), blank)
        (course.root / "autograded").mkdir()
    disturb(course, "disk", seed, orphans, undisturbed)
