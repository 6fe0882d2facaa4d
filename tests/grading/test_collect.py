"""Whatever an LMS exports: each student's work arrives once, nothing is lost, and nothing stops the batch."""

import json
import stat
import zipfile
from pathlib import Path

import nbformat
import pytest

from genai_lab.grading.collect import LMSCollector, Outcome, collect
from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.release import release

from .conftest import UNIT

PDF = b"%PDF-1.7 an essay"


@pytest.fixture
def released(course: Course) -> Course:
    release(course)
    return course


@pytest.fixture
def answered(released: Course) -> bytes:
    """The released notebook with an answer in it."""
    return released.released(UNIT).read_text().replace("raise NotImplementedError()", "return 1").encode()


def export(tmp_path: Path, files: dict[str, bytes], name: str = "export.zip") -> Path:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return tmp_path / name


def done(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.arrived: outcome.done for outcome in outcomes}


def submission(course: Course, student: str) -> Path:
    return course.submitted / student / UNIT / f"{UNIT}.ipynb"


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("ada/notebook.ipynb", "ada"),
        (f"ada/{UNIT}/{UNIT}.ipynb", "ada"),
        ("ada/final_01_first_models.ipynb", "ada"),
        ("ada_01_first_models.ipynb", "ada"),
        ("ada_01_first_models (1).ipynb", "ada"),
        ("lovelace_ada_12345_01_first_models.ipynb", "lovelace_ada_12345"),
        ("lovelaceada_12345_67890_01_first_models-3.ipynb", "lovelaceada_12345"),
        ("lovelaceada_12345_67890_homework.ipynb", "lovelaceada_12345"),
        ("lovelaceada_LATE_12345_67890_01_first_models.ipynb", "lovelaceada_12345"),
        ("mueller2_12345_67890_01_first_models.ipynb", "mueller2_12345"),
        ("Ada Lovelace_12345_assignsubmission_file/homework.ipynb", "Ada_Lovelace_12345"),
        ("Ada Lovelace_12345_assignsubmission_file_/homework.ipynb", "Ada_Lovelace_12345"),
        ("Ada Lovelace_12345_assignsubmission_file_homework.ipynb", "Ada_Lovelace_12345"),
        ("ada.lovelace@uni.edu_01_first_models.pdf", "ada.lovelace@uni.edu"),
        ("Zoë_01_first_models.ipynb", "Zoë"),
        ("/course/downloaded/01_first_models/extracted/export/ada_01_first_models.ipynb", "ada"),
        ("/course/downloaded/01_first_models/extracted/export/ada/notebook.ipynb", "ada"),
    ],
)
def test_the_name_says_whose_it_is(path: str, student: str) -> None:
    found = LMSCollector().collect(path)
    assert found is not None
    assert found["student_id"] == student


@pytest.mark.parametrize("path", ["homework.ipynb", "01_first_models.ipynb", "01_first_models (1).ipynb"])
def test_a_name_that_says_nothing_is_not_guessed(path: str) -> None:
    assert LMSCollector().collect(path) is None


@pytest.mark.parametrize("suffix", ["", " (1)", "-3"])
def test_nbgraders_own_command_gets_the_right_file_name(suffix: str) -> None:
    found = LMSCollector().collect(f"/downloaded/extracted/ada_01_first_models{suffix}.ipynb")
    assert found is not None
    assert found["file_id"] == "01_first_models"


@pytest.mark.parametrize(
    "name", [f"{UNIT}.ipynb", f"{UNIT} (1).ipynb", f"{UNIT}-3.ipynb", "my homework.ipynb"]
)
@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_a_renamed_notebook_lands_under_the_right_name(
    released: Course, tmp_path: Path, answered: bytes, name: str, kind: str
) -> None:
    source = export(tmp_path, {f"ada/{name}": answered, f"ben/{name}": answered})
    if kind == "folder":
        with zipfile.ZipFile(source) as archive:
            archive.extractall(tmp_path / "folder")
        source = tmp_path / "folder"
    expected = "collected" if name == f"{UNIT}.ipynb" else "collected under its right name"
    assert set(done(collect(released, UNIT, [source])).values()) == {expected}
    for student in ("ada", "ben"):
        assert nbformat.read(submission(released, student), as_version=4) == nbformat.reads(
            answered, as_version=4
        )
        assert [path.name for path in submission(released, student).parent.iterdir()] == [f"{UNIT}.ipynb"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (PDF, "it is a PDF"),
        (b"PK\x03\x04 word/document.xml", "Word"),
        (b"\xd0\xcf\x11\xe0", "Word"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x80\x81 neither", "no text file"),
        (b'{"cells": [', "no JSON from line 1 on"),
        (b"[" * 100_000, "a notebook"),
        (b"[]", "not a notebook"),
        (b'{"nbformat": 4}', "structure"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}', "structure"),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}',
            "none of this unit's exercises",
        ),
        (b'{"nbformat": 99, "nbformat_minor": 5, "metadata": {}, "cells": []}', "structure"),
    ],
)
def test_what_is_no_notebook_is_recorded_and_explained(
    released: Course, tmp_path: Path, answered: bytes, content: bytes, reason: str
) -> None:
    source = export(tmp_path, {f"ada_{UNIT}.ipynb": answered, f"hana_{UNIT}.ipynb": content})
    outcomes = done(collect(released, UNIT, [source]))
    assert outcomes[f"ada_{UNIT}.ipynb"] == "collected"
    assert reason in outcomes[f"hana_{UNIT}.ipynb"]
    first, *rest = nbformat.read(submission(released, "hana"), as_version=4).cells
    assert reason in first.source
    assert rest == nbformat.read(released.released(UNIT), as_version=4).cells
    original = submission(released, "hana").parent / "original" / f"hana_{UNIT}.ipynb"
    assert original.exists() == bool(content)
    assert (f"`{released.short(original)}`" in first.source) == bool(content)
    if content:
        assert original.read_bytes() == content


def test_a_notebook_of_another_format_or_encoding_is_read(
    released: Course, tmp_path: Path, answered: bytes
) -> None:
    old = json.loads(answered)
    old["nbformat_minor"] = 4
    for cell in old["cells"]:
        del cell["id"]
    doubled = json.loads(answered)
    for cell in doubled["cells"]:
        cell["id"] = "twice"
    source = export(
        tmp_path,
        {
            f"bom_{UNIT}.ipynb": b"\xef\xbb\xbf" + answered,
            f"wide_{UNIT}.ipynb": answered.decode().encode("utf-16"),
            f"old_{UNIT}.ipynb": json.dumps(old).encode(),
            f"doubled_{UNIT}.ipynb": json.dumps(doubled).encode(),
            f"ends_{UNIT}.ipynb": answered.replace(b"\n", b"\r\n"),
        },
    )
    assert set(done(collect(released, UNIT, [source])).values()) == {"collected"}
    for student in ("bom", "wide", "old", "doubled", "ends"):
        notebook = nbformat.read(submission(released, student), as_version=4)
        nbformat.validate(notebook)
        assert "return 1" in notebook.cells[2].source


def test_an_earlier_submission_stays_unless_forced_and_then_beside(
    released: Course, tmp_path: Path, answered: bytes
) -> None:
    better = answered.replace(b"return 1", b"return 2")
    first = export(tmp_path, {f"ada_{UNIT}.ipynb": answered}, "first.zip")
    second = export(tmp_path, {f"ada_{UNIT}.ipynb": better}, "second.zip")
    collect(released, UNIT, [first])
    before = submission(released, "ada").read_bytes()
    assert "the same" in done(collect(released, UNIT, [first], force=True))[f"ada_{UNIT}.ipynb"]
    assert "--force replaces it" in done(collect(released, UNIT, [second]))[f"ada_{UNIT}.ipynb"]
    assert submission(released, "ada").read_bytes() == before
    (outcome,) = collect(released, UNIT, [second], force=True)
    assert outcome.replaced
    assert "return 2" in submission(released, "ada").read_text()
    beside = submission(released, "ada").with_name(f"{UNIT}.ipynb.earlier-1")
    assert beside.read_bytes() == before
    collect(released, UNIT, [first], force=True)
    assert {path.name for path in beside.parent.iterdir()} == {
        f"{UNIT}.ipynb", f"{UNIT}.ipynb.earlier-1", f"{UNIT}.ipynb.earlier-2",
    }  # fmt: skip


def test_of_several_files_the_last_notebook_is_taken(
    released: Course, tmp_path: Path, answered: bytes
) -> None:
    files = {
        f"ada_1234_70001_{UNIT}-2.ipynb": answered.replace(b"return 1", b"return 12"),
        f"ada_1234_70001_{UNIT}-10.ipynb": answered.replace(b"return 1", b"return 110"),
        "ada_1234_70001_notes.pdf": PDF,
    }
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 21, 9, 0, 0)), content)
    outcomes = done(collect(released, UNIT, [tmp_path / "export.zip"]))
    taken = [name for name, what in outcomes.items() if what.startswith("collected")]
    assert taken == [f"ada_1234_70001_{UNIT}-10.ipynb"]
    assert "return 110" in submission(released, "ada_1234").read_text()


def test_names_that_lead_elsewhere_are_refused_and_the_rest_goes_on(
    released: Course, tmp_path: Path, answered: bytes
) -> None:
    link = zipfile.ZipInfo(f"linus_{UNIT}.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    hostile = [
        f"../escape_{UNIT}.ipynb",
        f"ben/../../escape/{UNIT}.ipynb",
        f"/tmp/escape_{UNIT}.ipynb",
        f"C:/escape_{UNIT}.ipynb",
        f"..\\escape_{UNIT}.ipynb",
        f"..._{UNIT}.ipynb",
        f"*_{UNIT}.ipynb",
        f"a;b_{UNIT}.ipynb",
        f"-rf_{UNIT}.ipynb",
    ]
    source = export(tmp_path, dict.fromkeys([*hostile, f"ada_{UNIT}.ipynb"], answered))
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    outcomes = collect(released, UNIT, [source])
    assert [outcome.student for outcome in outcomes if outcome.done == "collected"] == ["ada"]
    refused = {outcome.arrived for outcome in outcomes if outcome.done.startswith("refused")}
    assert refused == {*hostile, link.filename}
    assert [path.name for path in released.submitted.iterdir()] == ["ada"]
    assert not list(tmp_path.rglob("escape*"))


def test_a_link_in_a_folder_is_refused(released: Course, tmp_path: Path, answered: bytes) -> None:
    folder = tmp_path / "folder"
    (folder / "ada").mkdir(parents=True)
    (folder / "ada" / "work.ipynb").write_bytes(answered)
    (folder / "linus").mkdir()
    (folder / "linus" / "work.ipynb").symlink_to(released.sources / UNIT / f"{UNIT}.ipynb")
    outcomes = done(collect(released, UNIT, [folder]))
    assert outcomes["ada/work.ipynb"] == "collected under its right name"
    assert outcomes["linus/work.ipynb"].startswith("refused: it is a link")


def test_a_folder_around_the_whole_export_is_not_a_student(
    released: Course, tmp_path: Path, answered: bytes
) -> None:
    flat = {f"Unit 1/{name}_{UNIT}.ipynb": answered for name in ("ada", "ben")}
    flat |= {"Unit 1/essay.pdf": PDF, "__MACOSX/._x": b"", "Unit 1/.DS_Store": b""}
    outcomes = collect(released, UNIT, [export(tmp_path, flat)])
    assert {outcome.student for outcome in outcomes} == {"ada", "ben", "?"}
    nested = {f"Unit 1/{name}/{UNIT}.ipynb": answered for name in ("cleo", "dora")}
    outcomes = collect(released, UNIT, [export(tmp_path, nested, "nested.zip")])
    assert {outcome.student for outcome in outcomes} == {"cleo", "dora"}


def test_one_students_folder_is_a_student(released: Course, tmp_path: Path, answered: bytes) -> None:
    files = {f"ada/{UNIT}.ipynb": answered, "ada/notes.txt": b"notes"}
    outcomes = collect(released, UNIT, [export(tmp_path, files)])
    assert {outcome.student for outcome in outcomes} == {"ada"}


def test_a_damaged_entry_is_recorded(released: Course, tmp_path: Path, answered: bytes) -> None:
    source = export(tmp_path, {f"ada_{UNIT}.ipynb": answered, f"ben_{UNIT}.ipynb": answered})
    content = source.read_bytes()
    source.write_bytes(content.replace(b"return 1", b"return 3", 1))
    outcomes = done(collect(released, UNIT, [source]))
    assert "damaged" in outcomes[f"ada_{UNIT}.ipynb"]
    assert outcomes[f"ben_{UNIT}.ipynb"] == "collected"


def test_a_huge_file_is_recorded_without_being_read_whole(
    released: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genai_lab.grading.inbox.LIMIT", 2**20)
    source = export(tmp_path, {f"ada_{UNIT}.ipynb": b" " * (2**20 + 1)})
    assert "larger than 1 MB" in done(collect(released, UNIT, [source]))[f"ada_{UNIT}.ipynb"]


def test_the_instructor_can_say_how_names_are_built(
    released: Course, tmp_path: Path, answered: bytes
) -> None:
    config = released.root / "nbgrader_config.py"
    rule = 'c.LMSCollector.named_regexp = r"(?P<file_id>unit1)--(?P<student_id>\\w+)"\n'
    config.write_text(config.read_text() + rule)
    outcomes = collect(released, UNIT, [export(tmp_path, {"unit1--ada.ipynb": answered})])
    assert [(outcome.student, outcome.done) for outcome in outcomes] == [
        ("ada", "collected under its right name")
    ]


@pytest.mark.parametrize("name", ["missing.zip", "broken.zip", "empty"])
def test_an_export_that_is_none_is_one_sentence(released: Course, tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK but no more")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").touch()
    with pytest.raises(CourseError, match=r"An export is a folder or a zip archive.*" + name):
        collect(released, UNIT, [tmp_path / name])
