"""What students get, and that their work is never overwritten."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.handout import bundle, start
from genai_lab.grading.release import release

from .conftest import REPOSITORY, UNIT


@pytest.fixture
def released(course: Course) -> Course:
    release(course)
    return course


@pytest.fixture
def handed_out(released: Course, tmp_path: Path) -> Path:
    """The course, with the real library beside it, bundled and unzipped as a student would."""
    for name in ("README.md", "LICENSE", "Makefile", "pyproject.toml", "constraints.txt", "environment.yml"):
        shutil.copy(REPOSITORY / name, released.root)
    shutil.copytree(REPOSITORY / "genai_lab", released.root / "genai_lab")
    for folder in ("tests/answers", "submitted/ada", "work", ".venv"):
        (released.root / folder).mkdir(parents=True)
        (released.root / folder / "secret.py").write_text("BEGIN SOLUTION")
    (released.releases / UNIT / ".ipynb_checkpoints").mkdir()
    (released.releases / UNIT / ".ipynb_checkpoints" / f"{UNIT}-checkpoint.ipynb").write_text(
        "BEGIN SOLUTION"
    )
    bundle(released, tmp_path / "students.zip")
    with zipfile.ZipFile(tmp_path / "students.zip") as archive:
        archive.extractall(tmp_path / "student")
    return tmp_path / "student" / "genai_lab"


def test_start_copies_the_unit_and_says_what_to_do(released: Course) -> None:
    (line,) = start(released, [UNIT])
    own = released.work / UNIT / f"{UNIT}.ipynb"
    assert line.startswith(f"work/{UNIT}/{UNIT}.ipynb is yours")
    assert own.read_bytes() == released.released(UNIT).read_bytes()


def test_start_never_overwrites(released: Course) -> None:
    own = released.work / UNIT / f"{UNIT}.ipynb"
    own.parent.mkdir(parents=True)
    own.write_text("what a student wrote")
    (line,) = start(released, [])
    assert "it stays as it is" in line
    assert own.read_text() == "what a student wrote"


def test_start_tells_of_a_newer_release(released: Course) -> None:
    assert "is yours" in "".join(start(released, []))
    (line,) = start(released, [])
    assert "earlier release" not in line
    source = released.sources / UNIT / f"{UNIT}.ipynb"
    source.write_text(source.read_text().replace("A stand-in unit", "A better title"))
    before = (released.work / UNIT / f"{UNIT}.ipynb").read_bytes()
    release(released)
    (line,) = start(released, [])
    assert f"earlier release; the new one is course/{UNIT}/{UNIT}.ipynb" in line
    assert (released.work / UNIT / f"{UNIT}.ipynb").read_bytes() == before


def test_start_names_the_units_that_there_are(released: Course) -> None:
    with pytest.raises(CourseError, match=f"got '02_nothing'. The units there: {UNIT}"):
        list(start(released, ["02_nothing"]))


def test_a_bundle_leaks_nothing(handed_out: Path) -> None:
    names = {path.relative_to(handed_out).parts[0] for path in handed_out.rglob("*")}
    assert names <= {
        "README.md", "LICENSE", "Makefile", "pyproject.toml", "constraints.txt", "environment.yml",
        "nbgrader_config.py", "course", "genai_lab", "docs",
    }  # fmt: skip
    suffixes = {path.suffix for path in (handed_out / "genai_lab").rglob("*") if path.is_file()}
    assert suffixes == {".py", ".typed", ".css", ".j2"}
    notebooks = list(handed_out.rglob("*.ipynb"))
    assert [path.name for path in notebooks] == [f"{UNIT}.ipynb"]
    for secret in ("BEGIN SOLUTION", "HIDDEN TESTS", "mu.square()", "THE MODEL ANSWER", '"output_type"'):
        assert secret not in notebooks[0].read_text()


def test_a_bundle_works_where_it_is_unzipped(handed_out: Path) -> None:
    command = [sys.executable, "-c", "from genai_lab.grading.cli import app; app()", "start", "--all"]
    done = subprocess.run(
        command,
        cwd=handed_out,
        env={**os.environ, "PYTHONPATH": str(handed_out)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"work/{UNIT}/{UNIT}.ipynb is yours" in done.stdout
    where = "import genai_lab, genai_lab.checks, sys; print(genai_lab.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where],
        cwd=handed_out,
        env={**os.environ, "PYTHONPATH": str(handed_out)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(handed_out)


def test_make_knows_how_to_start_in_a_bundle(handed_out: Path) -> None:
    plan = subprocess.run(
        ["make", "-n", "student"], cwd=handed_out, capture_output=True, text=True, check=True
    )
    assert "pip install -c constraints.txt -e ." in plan.stdout
    assert "genai-lab start --all" in plan.stdout


def test_a_bundle_is_the_same_bytes_each_time(released: Course, tmp_path: Path) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    bundle(released, first)
    os.utime(released.released(UNIT), (0, 0))
    bundle(released, second)
    assert first.read_bytes() == second.read_bytes()


def test_an_edited_notebook_is_not_bundled(released: Course, tmp_path: Path) -> None:
    path = released.released(UNIT)
    path.write_text(path.read_text().replace("raise NotImplementedError()", "return 0.5 * mu.square()"))
    with pytest.raises(CourseError, match=f"edited since: course/{UNIT}/{UNIT}.ipynb"):
        bundle(released, tmp_path / "students.zip")
    assert not (tmp_path / "students.zip").exists()


def test_a_bundle_of_nothing_is_refused(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="has none"):
        bundle(course, tmp_path / "students.zip")
