"""The text of each answer, from the one cell or the several that hold it."""

import ast
import textwrap
from collections.abc import Sequence

from genai_lab.grading.matching import Handed, Match, Place, label_of
from genai_lab.grading.mend import Reader
from genai_lab.grading.own import cut


class Answers:
    """What the rebuilt notebook holds at each place; `used` are the cells that became a part of another."""

    def __init__(
        self,
        places: Sequence[Place],
        match: Match,
        handed: Sequence[Handed],
        reader: Reader,
        flags: list[str],
    ) -> None:
        self._places, self._match, self._handed = places, match, handed
        self._reader, self._flags = reader, flags
        self.used: set[int] = set()

    def text(self, number: int) -> str:
        """What stands at one place: the student's answer, or what the source gives."""
        place, chosen = self._places[number], self._match.chosen.get(number)
        if place.kind != "answer":
            return str(place.cell.source)
        what = f"{'solution' if place.cell.cell_type == 'code' else 'answer'} {place.label}"
        if chosen is None:
            self._flags.append(f"{what} is missing")
            return place.released
        if number in self._match.how:
            self._flags.append(f"{what} found by {self._match.how[number]}")
        if chosen.kind != place.cell.cell_type:
            self._flags.append(f"{what} was a {chosen.kind} cell")
        text = self._code(number, chosen, what) if place.cell.cell_type == "code" else chosen.text
        return text if text.strip() else place.released

    def _code(self, number: int, chosen: Handed, what: str) -> str:
        """An answer's code, put together and mended."""
        text = self._continued(chosen)
        if text != chosen.text:
            self._flags.append(f"{what} goes on in the next cell")
        claims = self._match.claims.get(number, [])
        parts = {cell.key: cell for cell in claims if not self._places[number].untouched(cell)}
        if len(parts) > 1:
            self._flags.append(f"{what} is in {len(parts)} cells")
            text = self._joined(text, list(parts.values()))
        text, mended = self._reader.mend(self._without_tests(text))
        if mended or chosen.mended:
            self._flags.append(f"{what} was mended: {mended or chosen.mended}")
        return text

    def _continued(self, chosen: Handed) -> str:
        """An answer with the cells below it that are no Python alone, and are together with it."""
        text = chosen.text
        for cell in self._handed[chosen.index + 1 :]:
            taken = cell.index in self._match.at or label_of(cell.cell)
            if cell.kind != "code" or taken or not self._goes_on(text, cell):
                break
            whole = text.rstrip("\n") + "\n" + cell.raw
            if not self._reader.plain(whole):
                break
            text = whole
            self.used.add(cell.index)
        return text

    def _goes_on(self, text: str, cell: Handed) -> bool:
        """Whether a cell goes on with a function or class above: an indented `return`, or methods."""
        if cell.raw.lstrip("\n")[:1] not in (" ", "\t"):
            return not self._reader.parses(cell.text)
        above, below = self._reader.plain(text), self._reader.plain(textwrap.dedent(cell.raw))
        if above is None or below is None:
            return True
        in_a_class = bool(above.body) and isinstance(above.body[-1], ast.ClassDef)
        return in_a_class or any(isinstance(node, ast.Return) for node in below.body)

    def _joined(self, text: str, parts: list[Handed]) -> str:
        """An answer that was split in the middle of a function, all of it labelled, whole again."""
        whole = "\n".join(part.text for part in parts)
        if all(self._reader.plain(part.text) for part in parts) or not self._reader.plain(whole):
            return text
        self.used |= {part.index for part in parts}
        return whole

    def _without_tests(self, text: str) -> str:
        """An answer without the released tests that merging two cells brings into it."""
        for place in self._places:
            if place.kind == "test":
                before, found, after = cut(text, place.released)
                if found:
                    text = "\n".join(part.strip("\n") for part in (before, after) if part.strip())
        return text
