"""Find in a submission what answers which cell of the source, whatever became of its metadata."""

import copy
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

from genai_lab.grading.mend import Reader

_SIMILAR = 0.6  # an edited cell shares more of its words than this with its release
_COMPARED = 300  # cells compared for similarity: a notebook has a hundred, a hostile one any number


@dataclass(frozen=True)
class Place:
    """A cell of the source: what a submission should hold there."""

    cell: NotebookNode
    released: str  # the text that students got
    kind: str  # "answer", "test" or "given"
    names: frozenset[str] = frozenset()  # what a code answer defines

    @property
    def label(self) -> str:
        """What an instructor calls the cell."""
        return str(label_of(self.cell).get("grade_id") or self.cell.get("id"))

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of texts that are no student's: as released and, but for an answer, as in the source."""
        texts = {self.released} if self.kind == "answer" else {self.released, self.cell.source}
        return frozenset(key(text) for text in texts)

    def untouched(self, cell: "Handed") -> bool:
        """Whether a cell holds nothing of the student's here: it is blank or as it was released."""
        return not cell.key or cell.key in self.known


@dataclass(frozen=True)
class Handed:
    """A cell of the submission, of which only the text is taken."""

    index: int
    kind: str  # "code", "markdown" or "raw"
    text: str
    cell: dict[str, Any]
    raw: str  # the text before it was mended
    mended: str = ""  # what was mended so that it parses

    @cached_property
    def key(self) -> str:
        """The text without the white space that editors add and drop."""
        return key(self.text)

    @cached_property
    def words(self) -> Counter[str]:
        """The words and signs of the text, each with its count."""
        return words_of(self.text)


@dataclass
class Match:
    """Which submitted cell stands for which place (both as positions)."""

    claims: dict[int, list[Handed]] = field(default_factory=lambda: defaultdict(list))  # by label, in order
    chosen: dict[int, Handed] = field(default_factory=dict)
    at: dict[int, int] = field(default_factory=dict)  # submitted cell -> place
    how: dict[int, str] = field(default_factory=dict)  # how an answer without a label was found

    def take(self, place: int, cell: Handed, how: str = "") -> None:
        """Let a submitted cell stand for a place, and for nothing else."""
        earlier = self.chosen.pop(place, None)
        if earlier is not None:
            self.at.pop(earlier.index, None)
        if cell.index in self.at:
            del self.chosen[self.at[cell.index]]
        self.chosen[place], self.at[cell.index] = cell, place
        if how:
            self.how[place] = how


def label_of(cell: dict[str, Any]) -> dict[str, Any]:
    """The nbgrader metadata of a cell, or nothing where there is none or it is no mapping."""
    metadata = cell.get("metadata")
    label = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return label if isinstance(label, dict) else {}


def key(text: str) -> str:
    """What two texts have in common that differ only in white space around and at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def words_of(text: str) -> Counter[str]:
    """The words and signs of a text, each with its count."""
    return Counter(re.findall(r"\w+|[^\w\s]", text[:20_000]))


def similarity(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two texts have in common, from 0 to 1."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def places_of(source: NotebookNode, reader: Reader) -> list[Place]:
    """The cells of the source, each with what nbgrader's own release makes of it."""
    steps = [ClearSolutions(), ClearHiddenTests(), ClearMarkScheme()]
    places = []
    for cell in source.cells:
        label, released = label_of(cell), copy.deepcopy(cell)
        for step in steps:
            released, _ = step.preprocess_cell(released, {"language": "python"}, 0)
        answer = label.get("solution") or label.get("task")
        names: frozenset[str] = frozenset()
        if answer and cell.cell_type == "code":
            names = reader.names(released.source) or reader.names(cell.source)
        kind = "answer" if answer else "test" if label.get("grade") else "given"
        places.append(Place(cell, released.source, kind, names))
    return places


def find(places: list[Place], handed: list[Handed], reader: Reader) -> Match:
    """Say which submitted cell stands for which place, from the surest sign to the weakest."""
    match = Match()
    _by_label(match, places, handed, reader)
    _by_text(match, places, handed)
    for number, place in enumerate(places):
        if place.kind == "answer" and place.names:
            _by_name(match, places, number, handed, reader)
    _by_likeness(match, places, handed)
    _by_position(match, places, handed)
    return match


def _by_label(match: Match, places: list[Place], handed: list[Handed], reader: Reader) -> None:
    by_grade_id = {place.label: number for number, place in enumerate(places) if label_of(place.cell)}
    by_id = {place.cell.get("id"): number for number, place in enumerate(places)}
    for cell in handed:
        grade_id, cell_id = label_of(cell.cell).get("grade_id"), cell.cell.get("id")
        number = by_grade_id.get(grade_id) if isinstance(grade_id, str) else None
        if number is None and isinstance(cell_id, str):
            number = by_id.get(cell_id)
        if number is not None:
            match.claims[number].append(cell)
    for number, claims in match.claims.items():
        place = places[number]

        def merit(cell: Handed, place: Place = place) -> tuple[bool, bool]:
            if place.kind != "answer":
                return place.untouched(cell), True
            return not place.untouched(cell), bool(place.names & reader.names(cell.text))

        match.take(number, max(claims, key=merit))  # the first of equals


def _by_text(match: Match, places: list[Place], handed: list[Handed]) -> None:
    missing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        if number not in match.chosen:
            for text in place.known:
                missing[place.cell.cell_type, text].append(number)
    for cell in _free(match, handed):
        numbers = missing.get((cell.kind, cell.key), [])
        for number in [number for number in numbers if number not in match.chosen][:1]:
            match.take(number, cell)


def _by_name(match: Match, places: list[Place], number: int, handed: list[Handed], reader: Reader) -> None:
    """Where an answer is missing or untouched, look for a cell that defines what it should define."""
    place, mine = places[number], match.chosen.get(number)
    if mine and not place.untouched(mine) and place.names & reader.names(mine.text):
        return
    released = {text for other in places for text in other.known}
    answers = {at for at, other in match.at.items() if places[other].kind == "answer"}
    others = [cell for cell in handed if cell.key not in released]
    found = [cell for cell in others if cell.index not in answers and place.names & reader.names(cell.text)]
    found = [cell for cell in found if cell.kind == "code"] or [
        cell for cell in found if reader.parses(reader.mend(cell.text)[0])
    ]
    if found:
        best = max(found, key=lambda cell: (len(place.names & reader.names(cell.text)), cell.index))
        tests = {at for at, other in match.at.items() if places[other].kind == "test"}
        # A definition between the stub and the next test works where it is, after what it may need.
        if not mine or best.index < mine.index or tests & set(range(mine.index + 1, best.index)):
            match.take(number, best, "its name")
        return
    for cell in others:
        # Two answers in one cell: each place gets its own.
        if cell is mine or not place.names & reader.names(cell.text):
            continue
        text = reader.statements(cell.text, lambda _, names: bool(names & place.names))
        if text:
            if mine:
                del match.at[mine.index]
            match.chosen[number], match.how[number] = replace(cell, text=text), "its name"
            return


def _by_likeness(match: Match, places: list[Place], handed: list[Handed]) -> None:
    """Cells that are given or tests, edited, and without their labels."""
    free = [cell for cell in _free(match, handed) if cell.text.strip()][:_COMPARED]
    pairs = []
    for number, place in enumerate(places):
        if place.kind != "answer" and number not in match.chosen:
            words = words_of(place.released)
            alike = (
                (similarity(words, cell.words), cell) for cell in free if cell.kind == place.cell.cell_type
            )
            pairs += [(share, number, cell) for share, cell in alike if share > _SIMILAR]
    for _, number, cell in sorted(pairs, key=lambda pair: -pair[0]):
        if number not in match.chosen and cell.index not in match.at:
            match.take(number, cell)


def _by_position(match: Match, places: list[Place], handed: list[Handed]) -> None:
    """One answer missing between two cells that are known: the student's cell between them is it."""
    expected = [number if number in match.chosen else -1 for number in range(len(places))]
    arrived = [match.at.get(cell.index, -2) for cell in handed]
    free = {cell.index for cell in _free(match, handed) if cell.text.strip()}
    aligned = SequenceMatcher(None, expected, arrived, autojunk=False).get_opcodes()
    for _, first, last, start, stop in aligned:
        missing = [n for n in range(first, last) if places[n].kind == "answer" and n not in match.chosen]
        for kind in ("code", "markdown"):
            numbers = [number for number in missing if places[number].cell.cell_type == kind]
            cells = [cell for cell in handed[start:stop] if cell.kind == kind and cell.index in free]
            if len(numbers) == 1 and cells:
                match.take(numbers[0], cells[0], "its place")


def _free(match: Match, handed: Iterable[Handed]) -> list[Handed]:
    """The cells that nothing claims."""
    claimed = {cell.index for claims in match.claims.values() for cell in claims}
    return [cell for cell in handed if cell.index not in match.at and cell.index not in claimed]
