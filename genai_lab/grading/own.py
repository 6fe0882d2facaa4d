"""The student's own cells, and where each of them goes in the rebuilt notebook."""

import ast
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from genai_lab.grading.matching import Handed, Match, Place, key, similarity, words_of
from genai_lab.grading.mend import Reader

BEFORE, AFTER = -1, 1
_REWRITTEN = 0.5  # a test cell that shares less of its words than this with its release is the student's code
_HELPERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


class OwnCells:
    """What a submission holds besides answers, sorted to the places of the source it goes before or after."""

    def __init__(self, places: Sequence[Place], match: Match, reader: Reader, flags: list[str]) -> None:
        self._places, self._match, self._reader, self._flags = places, match, reader, flags
        self._slots: dict[tuple[int, int], list[NotebookNode]] = defaultdict(list)

    def at(self, place: int, side: int) -> list[NotebookNode]:
        """The cells BEFORE or AFTER a place; those at the top of the notebook are AFTER place -1."""
        return self._slots.get((place, side), [])

    def sort(self, handed: Sequence[Handed], texts: Sequence[str], used: set[int]) -> None:
        """Give each submitted cell that is no answer its place, or drop it where it is the release's.

        Args:
            handed: all cells of the submission, in order.
            texts: what the rebuilt notebook holds at each place.
            used: the cells whose text became a part of an answer beside them.
        """
        released = {text for place in self._places if place.kind != "given" for text in place.known}
        labelled = {cell.index: number for number, cells in self._match.claims.items() for cell in cells}
        following = self._following(handed)
        anchor = -1
        for cell in handed:
            number = self._match.at.get(cell.index, labelled.get(cell.index))
            if cell.index in self._match.at:
                anchor = self._match.at[cell.index]
                if self._places[anchor].kind == "given":
                    self._keep_edited_given(anchor, cell)
            if number is not None and self._places[number].kind == "test":
                self._keep_edited_test(number, cell)
            elif cell.index in self._match.at or cell.index in used or cell.key in released:
                continue
            elif number is None or cell.key not in self._places[number].known | {key(texts[number])}:
                moved = following[cell.index]
                slot = (anchor, AFTER) if moved is None or moved >= anchor else (moved, BEFORE)
                self._add(slot, cell, cell.text)

    def _following(self, handed: Sequence[Handed]) -> dict[int, int | None]:
        """For each cell the answer that it leads to: a helper goes where its answer goes."""
        following: dict[int, int | None] = {}
        place: int | None = None
        for cell in reversed(handed):
            following[cell.index] = place
            if cell.index in self._match.at:
                number = self._match.at[cell.index]
                place = number if self._places[number].kind == "answer" else None
        return following

    def _keep_edited_given(self, number: int, cell: Handed) -> None:
        place = self._places[number]
        if place.untouched(cell):
            return
        if "setup" in place.cell.metadata.get("tags", []):
            self._flags.append("the setup cell was edited")
        text = cell.text
        if cell.kind != "code":
            known = {line.strip() for line in place.released.split("\n")}
            text = "\n".join(line for line in text.split("\n") if line.strip() not in known)
        self._add((number, AFTER), cell, text)

    def _keep_edited_test(self, number: int, cell: Handed) -> None:
        """Of an edited test only what an answer may need."""
        place = self._places[number]
        if place.untouched(cell):
            return
        before, found, after = cut(cell.text, place.released)
        if found:
            self._add((number, BEFORE), cell, before)
            self._add((number, AFTER), cell, after)
        elif similarity(words_of(place.released), cell.words) < _REWRITTEN:
            self._add((number, BEFORE), cell, cell.text)
        elif cell.kind == "code":
            known = self._reader.names(place.released)

            def needed(node: ast.stmt, names: frozenset[str]) -> bool:
                if isinstance(node, _IMPORTS):
                    return ast.unparse(node) not in place.released
                return isinstance(node, _HELPERS) and not names <= known

            self._add((number, BEFORE), cell, self._reader.statements(cell.text, needed))

    def _add(self, slot: tuple[int, int], cell: Handed, text: str) -> None:
        if not text.strip():
            return
        make: Any = new_code_cell if cell.kind == "code" else new_markdown_cell
        self._slots[slot].append(make(text, id="own", metadata={"genai_lab": {"own": True}}))
        if cell.mended:
            self._flags.append(f"a cell of the student's own was mended: {cell.mended}")


def cut(text: str, released: str) -> tuple[str, bool, str]:
    """Cut a released text out of a longer one: what stands before it, whether it was found, what follows."""
    lines, wanted = text.split("\n"), released.strip("\n").split("\n")
    for start in range(len(lines) - len(wanted) + 1):
        if lines[start] == wanted[0] and lines[start : start + len(wanted)] == wanted:
            return "\n".join(lines[:start]), True, "\n".join(lines[start + len(wanted) :])
    return text, False, ""
