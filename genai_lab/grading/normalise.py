"""Rebuild a submission from the source: the student's answers and own cells, and nothing else of theirs.

The cells, their order, ids and metadata and the text of the tests come from the source. So what happened to a
notebook on its way, by accident or on purpose, reaches the grading only as the text of an answer or own cell.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader import utils
from nbgrader.preprocessors import ClearSolutions

from genai_lab.grading.answers import Answers
from genai_lab.grading.matching import Handed, Match, Place, find, label_of, places_of
from genai_lab.grading.mend import Reader, clean
from genai_lab.grading.own import AFTER, BEFORE, OwnCells

_MOST_CELLS = 1_000  # of the student's own; five times that many are read
_LONGEST = 2**20  # characters of one cell, and an eighth of all
_MOST_FLAGS = 20
_LARGEST_PICTURE = 8 * 2**20  # characters of base64
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Normalised:
    """A submission made safe to grade, and what an instructor may want to know about it."""

    notebook: NotebookNode
    flags: tuple[str, ...]


def normalise(submitted: NotebookNode, source: NotebookNode) -> Normalised:
    """Rebuild a submission from the source it comes from.

    Args:
        submitted: any valid notebook of format 4; it is not changed.
        source: the instructor's notebook, with solutions and hidden tests.
    """
    return rebuilt(submitted, places_of(source, Reader()))


def rebuilt(submitted: NotebookNode, places: list[Place]) -> Normalised:
    """The same with the cells of the source, of which many submissions come, taken apart once."""
    flags: list[str] = []
    reader = Reader()
    handed = _handed(submitted, reader, flags)
    match = find(places, handed, reader)
    _flag_labels(match, places, handed, flags)
    answers = Answers(places, match, handed, reader, flags)
    texts = [answers.text(number) for number in range(len(places))]
    own = OwnCells(places, match, reader, flags)
    own.sort(handed, texts, answers.used)
    cells = _assembled(places, texts, match, own, flags)
    kept = list(dict.fromkeys(flags))
    if len(kept) > _MOST_FLAGS:
        kept[_MOST_FLAGS:] = [f"and {len(kept) - _MOST_FLAGS} more"]
    metadata = {
        "kernelspec": _KERNEL,
        "language_info": {"name": "python"},
        "genai_lab": {"flags": kept},
    }
    # from_dict copies, so that no two notebooks share a part.
    notebook = nbformat.from_dict(new_notebook(cells=cells, metadata=metadata, nbformat_minor=5))
    return Normalised(notebook, tuple(kept))


def references(source: NotebookNode) -> dict[str, str]:
    """The solution of each exercise (a code cell with a solution), ready to run."""
    clear = ClearSolutions()
    markers = (clear.begin_solution_delimeter, clear.end_solution_delimeter)
    return {
        label_of(cell)["grade_id"]: "\n".join(
            line for line in cell.source.split("\n") if not any(marker in line for marker in markers)
        )
        for cell in source.cells
        if cell.cell_type == "code" and label_of(cell).get("solution")
    }


def setup_cells(source: NotebookNode) -> list[str]:
    """The text of the cells that are tagged `setup`."""
    code = (cell for cell in source.cells if cell.cell_type == "code")
    return [cell.source for cell in code if "setup" in cell.metadata.get("tags", [])]


def _handed(submitted: NotebookNode, reader: Reader, flags: list[str]) -> list[Handed]:
    """The cells of a submission, with text that can be stored and, where that can be mended, parsed."""
    handed: list[Handed] = []
    left = 8 * _LONGEST
    for index, cell in enumerate(submitted.cells):
        if index == 5 * _MOST_CELLS or left < 0:
            flags.append(f"cells after the first {index} were dropped")
            break
        source, mended = cell.get("source", ""), ""
        text = clean(source if isinstance(source, str) else "".join(source))
        left -= len(text)
        if len(text) > _LONGEST:
            flags.append("a cell longer than 1 MB was cut")
            text = text[:_LONGEST]
        raw = text
        if cell.cell_type == "code":
            text, mended = reader.mend(raw)
        handed.append(Handed(index, cell.cell_type, text, cell, raw, mended))
    return handed


def _flag_labels(match: Match, places: Sequence[Place], handed: Sequence[Handed], flags: list[str]) -> None:
    """Say where tests or metadata were changed; neither was used, and many students do so without intent."""
    if not any(label_of(cell.cell).get("grade_id") for cell in handed):
        flags.append("the nbgrader metadata is missing")
    for number, place in enumerate(places):
        claims = match.claims.get(number, [])
        if label_of(place.cell) and any(_relabelled(cell, place) for cell in claims):
            flags.append(f"the metadata of {place.label} was changed")
        if place.kind == "test":
            chosen = match.chosen.get(number)
            changed = [cell for cell in [*claims, *([chosen] if chosen else [])] if not place.untouched(cell)]
            if any(not _as_some_release_had_it(cell) for cell in changed):
                flags.append(f"test cell {place.label} was edited")
            elif changed:
                flags.append(f"test cell {place.label} is of another release")
            elif chosen is None:
                flags.append(f"test cell {place.label} is missing")


def _as_some_release_had_it(cell: Handed) -> bool:
    """Whether a cell still has the checksum that nbgrader gave it: the test was mended since, by us."""
    try:
        return bool(label_of(cell.cell)["checksum"] == utils.compute_checksum(cell.cell))
    # Its metadata may hold anything.
    except Exception:
        return False


def _relabelled(cell: Handed, place: Place) -> bool:
    theirs, ours = label_of(cell.cell), label_of(place.cell)
    if not theirs:
        return False
    tags = cell.cell["metadata"].get("tags", [])
    if tags != place.cell.metadata.get("tags", []) or ("points" in ours and "points" not in theirs):
        return True
    return any(
        theirs[name] != ours.get(name) for name in ("grade", "solution", "points", "task") if name in theirs
    )


def _assembled(
    places: Sequence[Place], texts: Sequence[str], match: Match, own: OwnCells, flags: list[str]
) -> list[NotebookNode]:
    """All cells in order, the student's own numbered in a way that no cell of the source is."""
    taken = {place.cell.get("id") for place in places}
    names = (name for number in range(10**6) if (name := f"own-{number}") not in taken)
    left = _MOST_CELLS
    cells: list[NotebookNode] = []

    def add(added: list[NotebookNode]) -> None:
        nonlocal left
        if len(added) > left:
            flags.append(f"own cells after the first {_MOST_CELLS} were dropped")
        for cell in added[:left]:
            cells.append(cell)
            cell.id = next(names)
        left -= len(added[:left])

    add(own.at(-1, AFTER))
    for number, place in enumerate(places):
        add(own.at(number, BEFORE))
        cells.append(_rebuilt(place, texts[number], match.chosen.get(number)))
        add(own.at(number, AFTER))
    return cells


def _rebuilt(place: Place, text: str, chosen: Handed | None) -> NotebookNode:
    """A cell of the source with the text that it now holds."""
    cell = copy.deepcopy(place.cell)
    cell.source = text
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    elif place.kind == "answer":
        cell.pop("attachments", None)
        attachments = chosen.cell.get("attachments") if chosen else None
        pictures = {
            name: {kind: data for kind, data in bundle.items() if _is_picture(kind, data)}
            for name, bundle in (attachments or {}).items()
        }
        if any(pictures.values()):
            cell.attachments = NotebookNode({name: bundle for name, bundle in pictures.items() if bundle})
    return cell


def _is_picture(kind: str, data: object) -> bool:
    return (
        kind in ("image/png", "image/jpeg")
        and isinstance(data, str)
        and len(data) <= _LARGEST_PICTURE
        and _BASE64.fullmatch(data) is not None
    )
