"""Whatever lies in a student's folder: the notebook is found and read, or the reason says why not."""

import copy
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from genai_lab.grading import submission
from genai_lab.grading.matching import places_of
from genai_lab.grading.mend import Reader
from genai_lab.grading.submission import UnreadableSubmission, candidates, read_regular, read_submission

from .conftest import UNIT, source_notebook

ANSWER = "def gaussian_kl(mu, logvar):\n    return 'Zoë'"
SOURCE = source_notebook()


def released(source: NotebookNode = SOURCE) -> NotebookNode:
    """The notebook that students get."""
    notebook = copy.deepcopy(source)
    for cell, place in zip(notebook.cells, places_of(source, Reader()), strict=True):
        cell.source = place.released
    return notebook


def raw() -> dict[str, Any]:
    """An answered notebook, as JSON."""
    notebook: dict[str, Any] = json.loads(nbformat.writes(released()))
    notebook["cells"][2]["source"] = ANSWER
    return notebook


def bytes_of(notebook: dict[str, Any]) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode()


def read(content: bytes) -> NotebookNode:
    """Read, and check that what was read can be stored."""
    notebook = read_submission(content, released())
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()
    return notebook


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_any_usual_encoding_is_read(encoding: str) -> None:
    text = bytes_of(raw()).decode().replace("\n", "\r\n")
    assert read(text.encode(encoding)).cells[2].source == ANSWER


def strip(name: str) -> Callable[[dict[str, Any]], None]:
    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            cell.pop(name, None)

    return change


def edit(**changes: Any) -> Callable[[dict[str, Any]], None]:
    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            cell.update(changes)

    return change


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "as it was": lambda notebook: None,
    "minor version 0": lambda notebook: [strip("id")(notebook), notebook.update(nbformat_minor=0)],
    "ids in version 2": lambda notebook: [edit(id="same")(notebook), notebook.update(nbformat_minor=2)],
    "a minor version to come": lambda notebook: notebook.update(nbformat_minor=99, future=1),
    "no version": lambda notebook: notebook.pop("nbformat"),
    "no minor version": lambda notebook: notebook.pop("nbformat_minor"),
    "no metadata": lambda notebook: notebook.pop("metadata"),
    "no metadata in cells": strip("metadata"),
    "metadata emptied": edit(metadata={}),
    "metadata of another kind": edit(metadata=[]),
    "labels of another kind": edit(metadata={"nbgrader": "gaussian_kl"}),
    "no ids": strip("id"),
    "no outputs": strip("outputs"),
    "broken outputs": edit(outputs=7),
    "an output to come": lambda notebook: notebook["cells"][1].update(outputs=[{"output_type": "hologram"}]),
    "cells of another type": lambda notebook: notebook["cells"].append({"cell_type": "heading", "source": 3}),
    "a cell that is none": lambda notebook: notebook["cells"].insert(0, None),
    "not a number": lambda notebook: notebook["metadata"].update(x=float("nan"), y=float("inf")),
    "half a surrogate pair": lambda notebook: notebook["metadata"].update(x="HALF"),
    "half a surrogate pair in a cell": lambda notebook: notebook["cells"][0].update(source="HALF"),
    "lines": lambda notebook: notebook["cells"][2].update(source=ANSWER.splitlines(keepends=True)),
    "ids and metadata emptied": lambda notebook: [strip("id")(notebook), edit(metadata={})(notebook)],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_tools_do_to_a_notebook_is_read(change: Callable[[dict[str, Any]], Any]) -> None:
    notebook = raw()
    change(notebook)
    content = bytes_of(notebook).replace(b"HALF", b"\\ud83d")
    assert ANSWER in [cell.source for cell in read(content).cells]


def test_labels_survive_a_broken_structure() -> None:
    notebook = raw()
    edit(outputs=7)(notebook)
    label = read(bytes_of(notebook)).cells[3].metadata.nbgrader
    assert (label.grade_id, label.points, label.grade) == ("test_gaussian_kl", 4, True)


def test_format_3_is_read() -> None:
    old = nbformat.convert(nbformat.reads(bytes_of(raw()), as_version=4), 3)
    assert read(nbformat.writes(old, version=3).encode()).cells[2].source == ANSWER


@pytest.mark.parametrize("version", [0, 1, 2, 99, "3", None])
def test_any_schema_version_of_nbgrader_is_read(version: Any) -> None:
    notebook = raw()
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {}).update(schema_version=version)
    assert read(bytes_of(notebook)).cells[2].source == ANSWER


@pytest.mark.parametrize("kept", ["label", "id", "name", "text"])
def test_one_sign_of_the_unit_is_enough(kept: str) -> None:
    notebook = raw()
    cell = notebook["cells"][2]
    if kept == "text":
        cell = notebook["cells"][1]
    cell["source"] = cell["source"] if kept in ("name", "text") else "1"
    cell["id"] = cell["id"] if kept == "id" else "new"
    cell["metadata"] = cell["metadata"] if kept == "label" else {}
    notebook["cells"] = [cell]
    assert len(read(bytes_of(notebook)).cells) == 1


def test_another_unit_is_not_taken_for_this_one() -> None:
    other = source_notebook("elbo")
    for cell in other.cells:
        if cell.id == "question":
            cell.id = "another-question"
            cell.metadata.nbgrader.grade_id = "another_question"
    # Units share their setup cell, the ids of what is given, and their introduction.
    with pytest.raises(UnreadableSubmission, match="none of this unit's exercises"):
        read(nbformat.writes(released(other)).encode())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf", "no JSON"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"\x81\x8d", "it is no text file"),
        (bytes_of(raw())[:-40], "or only in part, a notebook: no JSON from line 1 on"),
        (bytes_of(raw()).replace(b'"cells": [', b'"cells": [,'), "no JSON"),
        (b"[" * 10**5, "nested too deeply"),
        (b"{}," * 10**5 + b"{}", "more than 100,000 parts; clear its outputs"),
        (b'{"nbformat": 4, "cells": ' + b"[" * 900 + b"]" * 900 + b"}", "none of this unit's exercises"),
        (b"{}", "not a notebook"),
        (b'{"cells": 3}', "structure"),
        (b'{"nbformat": "four", "cells": []}', "not a notebook"),
        (b'{"nbformat": 5, "cells": []}', "structure"),
        (b'{"cells": []}', "none of this unit's exercises"),
        (b"1" * 5_000, "no JSON"),
    ],
)
def test_what_is_no_notebook_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSubmission, match=reason):
        read(content)


def test_a_huge_file_is_not_parsed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(submission, "_LARGEST", 2**20)
    (tmp_path / "large.ipynb").write_bytes(b" " * (2**20 + 1))
    for attempt in (lambda: read(b" " * (2**20 + 1)), lambda: read_regular(tmp_path / "large.ipynb")):
        with pytest.raises(UnreadableSubmission, match="larger than 1 MB; clear its outputs"):
            attempt()


def lay(folder: Path, *names: str) -> list[Path]:
    """Files of these names, each younger than the one before."""
    paths = [folder / name for name in names]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name := path.name.encode())
        assert name
        os.utime(path, (number, number))
    return paths


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([f"{UNIT}.ipynb", f"{UNIT} (1).ipynb"], f"{UNIT}.ipynb"),
        ([f"{UNIT} (1).ipynb"], f"{UNIT} (1).ipynb"),
        (["homework.ipynb", "notes.txt"], "homework.ipynb"),
        ([f"{UNIT}.ipynb.txt"], f"{UNIT}.ipynb.txt"),
        ([f"{UNIT}.IPYNB"], f"{UNIT}.IPYNB"),
        ([f"{UNIT}-1.ipynb", f"{UNIT}-2.ipynb", "scratch.ipynb"], f"{UNIT}-2.ipynb"),
        (["a.ipynb", "b.ipynb"], "b.ipynb"),
        (["deep/er/work.ipynb", "deep/.ipynb_checkpoints/work-checkpoint.ipynb"], "deep/er/work.ipynb"),
        (["near.ipynb", f"deep/{UNIT}.ipynb"], "near.ipynb"),
        ([f"{UNIT}.ipynb.earlier-1", ".hidden.ipynb", "__MACOSX/x.ipynb", "mine.ipynb"], "mine.ipynb"),
    ],
)  # fmt: skip
def test_the_notebook_is_found_whatever_it_is_called(tmp_path: Path, names: list[str], expected: str) -> None:
    lay(tmp_path, *names)
    assert candidates(tmp_path, UNIT)[0] == tmp_path / expected


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "there is no notebook in it$"),
        (["essay.pdf", "photo.png"], "there is no notebook in it, only a PDF$"),
        (["photo.png", "all.tar"], "there is no notebook in it$"),
        ([f"{UNIT}.ipynb.earlier-1", f".ipynb_checkpoints/{UNIT}.ipynb"], "there is no notebook in it$"),
    ],
)
def test_a_folder_without_a_notebook_says_so(tmp_path: Path, names: list[str], reason: str) -> None:
    lay(tmp_path, *names)
    with pytest.raises(UnreadableSubmission, match=reason):
        candidates(tmp_path, UNIT)


@pytest.mark.parametrize("name", [f"{UNIT}.ipynb", "other.ipynb", f"deep/{UNIT}.ipynb"])
def test_no_link_is_followed(tmp_path: Path, name: str) -> None:
    (secret,) = lay(tmp_path, "secret/solution.ipynb")
    link = tmp_path / "handed-in" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(secret)
    for attempt in (
        lambda: read_regular(candidates(tmp_path / "handed-in", UNIT)[0]),
        lambda: read_regular(link),
    ):
        with pytest.raises(UnreadableSubmission, match="it is a link, not a file"):
            attempt()


def test_no_linked_folder_is_entered(tmp_path: Path) -> None:
    lay(tmp_path, f"secret/{UNIT}.ipynb")
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "work").symlink_to(tmp_path / "secret")
    with pytest.raises(UnreadableSubmission, match="it is a link, not a file"):
        read_regular(candidates(tmp_path / "handed-in", UNIT)[0])
    with pytest.raises(UnreadableSubmission, match="it is a link, not a file"):
        candidates(tmp_path / "handed-in" / "work", UNIT)


def test_a_link_does_not_hide_a_notebook_of_another_name(tmp_path: Path) -> None:
    lay(tmp_path, "mine.ipynb")
    (tmp_path / "b.ipynb").symlink_to("mine.ipynb")
    assert candidates(tmp_path, UNIT)[0] == tmp_path / "mine.ipynb"


@pytest.mark.parametrize("name", [f"{UNIT}.ipynb", "other.ipynb"])
def test_a_folder_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    for attempt in (
        lambda: read_regular(candidates(tmp_path, UNIT)[0]),
        lambda: read_regular(tmp_path / name),
    ):
        with pytest.raises(UnreadableSubmission, match="it is a folder, not a file"):
            attempt()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / f"{UNIT}.ipynb"
    os.mkfifo(pipe)
    for attempt in (lambda: read_regular(candidates(tmp_path, UNIT)[0]), lambda: read_regular(pipe)):
        with pytest.raises(UnreadableSubmission, match="it is a pipe or a device"):
            attempt()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets in its file system")
def test_a_socket_or_a_device_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.ipynb")
        with pytest.raises(UnreadableSubmission, match="it cannot be opened"):
            read_regular(candidates(tmp_path, UNIT)[0])
    with pytest.raises(UnreadableSubmission, match="it is a pipe or a device"):
        read_regular(Path(os.devnull))


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (path,) = lay(tmp_path, "mine.ipynb")
    assert read_regular(path) == b"mine.ipynb"
    with pytest.raises(UnreadableSubmission, match="it cannot be opened"):
        read_regular(tmp_path / "missing.ipynb")
