"""What a class of sixty looks like that nobody disturbs, and a disk of its own for one that is."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from nbgrader.api import Gradebook

from genai_lab.grading.course import Course
from tests.grading.chaos import crowd, evidence
from tests.grading.chaos.command import Command, Orphans, adopting
from tests.grading.chaos.dask_cluster import Dask
from tests.grading.chaos.evidence import Evidence

SIZE = 60


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory, alembic_version: str) -> Path:
    """An empty gradebook, which takes nbgrader seconds to make."""
    path = tmp_path_factory.mktemp("blank") / "gradebook.db"
    known = mock.patch("nbgrader.api.get_alembic_version", return_value=alembic_version)
    with known, Gradebook(f"sqlite:///{path}", "genai_lab"):
        return path


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """What becomes of the class in one quiet run."""
    course = crowd.make(tmp_path_factory.mktemp("undisturbed") / "course", SIZE)
    with closing(Command(course)) as run:
        assert run.wait() == 0, run.said
    found = evidence.of(course)
    assert {student: sum(row[1] or 0 for row in rows) for student, rows in found.points.items()} == {
        crowd.name(number): crowd.expected(number) for number in range(SIZE)
    }
    return found


@pytest.fixture
def dask(tmp_path: Path, orphans: Orphans) -> Iterator[Dask]:
    """A cluster of two workers."""
    with closing(Dask(tmp_path / "cluster")) as cluster:
        yield cluster


@pytest.fixture
def orphans() -> Iterator[Orphans]:
    """Nobody leaves the family of this test."""
    with adopting() as found:
        yield found


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 64 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        not shutil.which("mount")
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], capture_output=True
        ).returncode
    ):
        pytest.skip("a small disk (mount -t tmpfs) may be made by root only, and not in every container")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def with_gradebook(course: Course, blank: Path) -> Course:
    """The course with an empty gradebook."""
    shutil.copy(blank, course.root / "gradebook.db")
    return course
