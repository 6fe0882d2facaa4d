"""A Dask cluster grades as this machine does, and one that could not is refused before anything is begun.

The cluster lives in this process and nothing of a submission runs; tests/grading/chaos has real ones.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from distributed import LocalCluster
from typer.testing import CliRunner

from genai_lab.grading import cluster, station
from genai_lab.grading.cli import app
from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.grade import Run, grade
from genai_lab.grading.prepare import Pattern
from genai_lab.grading.session import Unit, WorkplaceError

from .conftest import UNIT
from .stand_in import StandInWorkplace, earns, hand_in

pytestmark = [
    pytest.mark.usefixtures("stand_in"),
    pytest.mark.filterwarnings("ignore"),  # they concern Dask's own use of its libraries
]


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """A scheduler and two workers."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    ) as started:
        yield started


@pytest.fixture(autouse=True)
def at_rest() -> Iterator[None]:
    """What a test's workers kept warm is no stand-in of the next."""
    yield
    station.HERE.rest()


def results(run: Run) -> dict[str, Any]:
    return {line.student: (line.outcome, line.score) for line in run.lines}


def test_a_cluster_gives_what_this_machine_gives(course: Course, workers: Any) -> None:
    for number in range(12):
        hand_in(course, f"s{number:02}", earns(number % 5))
    (course.submitted / "hana" / UNIT).mkdir(parents=True)
    here = grade(course, UNIT)
    there = grade(course, UNIT, force=True, scheduler=workers.scheduler_address)
    assert results(there) == results(here)
    assert there.place == f"the cluster {workers.scheduler_address}"
    assert not there.failed
    again = grade(course, UNIT, scheduler=workers.scheduler_address)
    assert (again.lines, len(again.current)) == ([], 13)


def test_workers_are_used_side_by_side_and_keep_warm(
    course: Course, workers: Any, stand_in: list[StandInWorkplace]
) -> None:
    for number in range(8):
        hand_in(course, f"s{number}", earns(4))
    grade(course, UNIT, scheduler=workers.scheduler_address)
    assert 1 <= len(stand_in) <= 2
    assert not any(workplace.closed for workplace in stand_in)


def test_what_breaks_every_workplace_is_infrastructure(course: Course, workers: Any) -> None:
    hand_in(course, "ada", earns(4) + "\n# breaks here")
    hand_in(course, "ben", earns(3))
    run = grade(course, UNIT, scheduler=workers.scheduler_address)
    assert {line.student: line.outcome for line in run.lines} == {"ada": "infrastructure", "ben": "wrong"}
    assert "the machinery broke at here" in run.lines[0].flags[0]


def test_a_worker_with_another_package_is_refused(
    course: Course, workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", earns(4))
    # Asked once for the run, and by both workers after that.
    signatures = iter(["genai_lab 000, torch 1.0"])
    monkeypatch.setattr(cluster, "signature", lambda: next(signatures, "genai_lab 111, torch 1.0"))
    with pytest.raises(CourseError, match=r"cannot grade: .* is genai_lab 111.*, there is genai_lab 000"):
        grade(course, UNIT, scheduler=workers.scheduler_address)
    assert not (course.root / "gradebook.db").exists()


def test_a_worker_without_a_sandbox_is_refused_unless_told(
    course: Course, workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", earns(4))
    monkeypatch.setattr("genai_lab.grading.sandbox.available", lambda: "There is no sandbox there.")
    address = workers.scheduler_address
    with pytest.raises(CourseError, match=r"The worker tcp://.* cannot grade: There is no sandbox there\."):
        grade(course, UNIT, scheduler=address)
    assert list(results(grade(course, UNIT, scheduler=address, sandbox=False))) == ["ada"]


def test_a_worker_that_comes_later_looks_for_itself() -> None:
    with pytest.raises(WorkplaceError, match="Workers grade with the same genai_lab"):
        cluster.grade_here(Unit(UNIT, (), {}, ()), "another", False, Pattern(b"", b""), b"{}")


def test_a_scheduler_without_workers_is_said(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", earns(4))
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=None, protocol="tcp") as empty,
        pytest.raises(CourseError, match=r"has no worker: start some with `dask worker tcp://"),
    ):
        grade(course, UNIT, scheduler=empty.scheduler_address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nosuch", "tcp://", "http://127.0.0.1:9"])
def test_nobody_there_is_a_sentence(course: Course, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    hand_in(course, "ada", earns(4))
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    with pytest.raises(CourseError, match=r"such as tcp://host:8786, and nothing answers at"):
        grade(course, UNIT, scheduler=address)


def test_workers_and_a_cluster_exclude_each_other(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(app, ["grade", UNIT, "--workers", "2", "--scheduler", "tcp://127.0.0.1:9"])
    assert done.exit_code == 1
    assert "give --workers or --scheduler, not both" in done.output
