"""course/ is what solutions/ generates, byte for byte, and nobody's edit is overwritten."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.digest import digest, is_as_released, release_of
from genai_lab.grading.release import changes, release

from .conftest import DEMO, UNIT

NOTEBOOK = f"{UNIT}.ipynb"


def edit(path: Path, find: str, replace: str) -> None:
    text = path.read_text()
    assert find in text
    path.write_text(text.replace(find, replace))


def test_a_release_holds_the_stub_and_neither_solution_nor_hidden_test(course: Course) -> None:
    release(course)
    text = course.released(UNIT).read_text()
    for secret in ("BEGIN SOLUTION", "mu.square()", "HIDDEN", "truth", "the factor 1/2", "THE MODEL ANSWER"):
        assert secret not in text
    cells = {cell.id: cell for cell in nbformat.read(course.released(UNIT), as_version=4).cells}
    assert "raise NotImplementedError" in cells["gaussian_kl"].source
    assert '"""KL divergence from' in cells["gaussian_kl"].source
    assert "one value for each example" in cells["test_gaussian_kl"].source
    assert cells["demo"].source == DEMO


def test_two_releases_are_the_same_bytes(course: Course) -> None:
    release(course)
    first = course.released(UNIT).read_bytes()
    course.released(UNIT).unlink()
    release(course)
    assert course.released(UNIT).read_bytes() == first
    assert release(course) == []


def test_the_machine_leaves_no_trace(course: Course) -> None:
    release(course)
    first = course.released(UNIT).read_bytes()
    source = course.sources / UNIT / NOTEBOOK
    notebook = nbformat.read(source, as_version=4)
    notebook.metadata.kernelspec.display_name = "genai (3.13)"
    notebook.metadata.language_info = {"name": "python", "version": "3.13.1"}
    notebook.metadata.widgets = {"state": {}}
    notebook.cells[1].execution_count = 7
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="a leaked output")]
    nbformat.write(notebook, source)
    release(course)
    assert course.released(UNIT).read_bytes() == first


def test_nbgraders_own_command_writes_the_same_bytes(course: Course) -> None:
    release(course)
    ours = course.released(UNIT).read_bytes()
    course.released(UNIT).unlink()
    bin_folder = str(Path(sys.executable).parent)
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", UNIT, "--force"],
        cwd=course.root,
        env={**os.environ, "PATH": bin_folder + os.pathsep + os.environ["PATH"]},
        check=True,
        capture_output=True,
    )
    assert course.released(UNIT).read_bytes() == ours


def test_an_edited_release_is_kept_and_nothing_else_is_written(course: Course) -> None:
    release(course)
    edit(course.released(UNIT), "A stand-in unit", "MY NOTES")
    edit(course.sources / UNIT / NOTEBOOK, "A stand-in unit", "A better title")
    other = course.sources / "02_other"
    other.mkdir()
    (other / "02_other.ipynb").write_text((course.sources / UNIT / NOTEBOOK).read_text())
    before = course.released(UNIT).read_bytes()
    with pytest.raises(CourseError, match=re.escape(f"edited since then: course/{UNIT}/{NOTEBOOK}")):
        release(course)
    assert course.released(UNIT).read_bytes() == before
    assert not (course.releases / "02_other").exists()


def test_a_release_replaces_what_an_earlier_one_wrote(course: Course) -> None:
    release(course)
    edit(course.sources / UNIT / NOTEBOOK, "A stand-in unit", "A better title")
    assert [change.what for change in changes(course)] == ["is out of date"]
    assert [change.path for change in release(course)] == [course.released(UNIT)]
    assert "A better title" in course.released(UNIT).read_text()
    assert changes(course) == []


def test_a_notebook_without_a_digest_counts_as_edited(course: Course) -> None:
    path = course.releases / UNIT / NOTEBOOK
    path.parent.mkdir(parents=True)
    path.write_text((course.sources / UNIT / NOTEBOOK).read_text())
    with pytest.raises(CourseError, match="edited since then"):
        release(course)


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"metadata": {"genai_lab": {"release": "0"}}}'])
def test_what_is_no_notebook_counts_as_edited(course: Course, content: str) -> None:
    path = course.releases / UNIT / NOTEBOOK
    path.parent.mkdir(parents=True)
    path.write_text(content)
    with pytest.raises(CourseError, match="edited since then"):
        release(course)
    assert path.read_text() == content


def test_other_files_are_copied_and_an_edited_one_is_kept(course: Course) -> None:
    picture = course.sources / UNIT / "data.csv"
    picture.write_text("1,2\n")
    release(course)
    assert (course.releases / UNIT / "data.csv").read_text() == "1,2\n"
    assert release(course) == []
    (course.releases / UNIT / "data.csv").write_text("mine\n")
    with pytest.raises(CourseError, match=r"data\.csv"):
        release(course)


def test_a_release_without_a_source_is_reported_and_kept(course: Course) -> None:
    release(course)
    orphan = course.releases / "09_gone" / "09_gone.ipynb"
    orphan.parent.mkdir()
    orphan.write_text("{}")
    assert [change.what for change in changes(course)] == ["has no source in solutions/"]
    assert release(course) == []
    assert orphan.exists()


def test_a_source_without_cell_ids_is_refused(course: Course) -> None:
    source = course.sources / UNIT / NOTEBOOK
    notebook = json.loads(source.read_text())
    del notebook["cells"][0]["id"]
    source.write_text(json.dumps(notebook))
    with pytest.raises(CourseError, match="6 cells and 5 ids"):
        release(course)


@pytest.mark.parametrize("content", ["", "not json", "[]", "{}", '{"cells": [1]}'])
def test_a_source_that_is_no_notebook_is_refused(course: Course, content: str) -> None:
    (course.sources / UNIT / NOTEBOOK).write_text(content)
    with pytest.raises(CourseError, match="A source is a notebook of format 4"):
        release(course)


def test_an_unknown_unit_is_named_with_the_known_ones(course: Course) -> None:
    with pytest.raises(CourseError, match=f"got '07_nothing'. The units there: {UNIT}"):
        release(course, ["07_nothing"])


def test_what_nbgrader_refuses_is_said_in_its_words(course: Course) -> None:
    edit(course.sources / UNIT / NOTEBOOK, "### END SOLUTION", "### THE END")
    with pytest.raises(CourseError, match="no end solution statement found"):
        release(course)
    assert not course.releases.exists()


def test_the_digest_ignores_the_layout_and_sees_every_character(course: Course) -> None:
    release(course)
    path = course.released(UNIT)
    assert is_as_released(path)
    text = path.read_text()
    assert release_of(path) == digest(text) == digest(json.dumps(json.loads(text)))
    edit(path, "A stand-in unit", "A stand-in unit.")
    assert not is_as_released(path)
