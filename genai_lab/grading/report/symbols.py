"""An answer as a row of symbols: what is left of it when names, comments and layout do not count."""

import keyword
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

MOST = 20_000  # letters of an answer that are looked at; an honest one has a tenth
PASSAGE = 5  # symbols in a row

Counts = NDArray[np.int64]

_MIX = np.uint64(0x9E3779B97F4A7C15)

# An opened string ends with the line or the text, so that nothing is read twice, whatever arrives.
_STRING = (
    r"(?>[rbfuRBFU]{0,2}(?:'{3}(?:\\.|[^\\])*?(?:'{3}|\Z)|\"{3}(?:\\.|[^\\])*?(?:\"{3}|\Z)"
    r"|'(?:\\.|[^'\\\n])*+'?|\"(?:\\.|[^\"\\\n])*+\"?))"
)
_TOKEN = re.compile(
    rf"\n[ \t]*{_STRING}(?=[ \t]*(?:#[^\n]*)?(?:\n|\Z))"  # a docstring
    rf"|{_STRING}|#[^\n]*|\.?[^\W\d]\w*(?:[ \t]*\()?|\d[\w.]*|\.\d\w*|[^\s\w\\]",
    re.DOTALL,
)
START, _END, _NAME, _TEXT, NONE = range(5)  # symbols of no particular token; what is NONE is left out


class Lexicon(dict[str, int]):
    """A number for each token, and what that is: as a symbol, and as a word (a name, comment or string)."""

    def __init__(self) -> None:
        super().__init__()
        self.symbols, self.words = [START, _END], ["", ""]
        self._known: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        """Enter a token; a name that is called, an attribute, a number or a sign is a symbol of its own."""
        text = word = " ".join(token.split())
        if text[0] == "#":
            symbol = NONE
        elif "'" in text or '"' in text:
            symbol = NONE if token[0] == "\n" else _TEXT
        elif text.isidentifier() and not keyword.iskeyword(text):
            symbol = _NAME
        else:
            symbol, word = self._known.setdefault(text.replace(" ", ""), len(self._known) + NONE + 1), ""
        self.symbols.append(symbol)
        self.words.append(word)
        self[token] = number = len(self.symbols) - 1
        return number

    def row(self, text: str) -> list[int]:
        """An answer's tokens, after as many starts as let its first one end a passage."""
        found = _TOKEN.findall("\n" + plain(text))
        return [*[START] * (PASSAGE - 1), *map(self.__getitem__, found), 1]


def plain(text: str) -> str:
    """The text that is looked at, without what editors do to the ends of lines."""
    return "\n".join(line.rstrip() for line in text[:MOST].strip().splitlines())


def grams(token: Counts, owner: Counts, symbol: Counts) -> Iterator[NDArray[np.uint64]]:
    """For one to five symbols in a row, a key for those that end at each place, in all texts in turn.

    A variable counts by how many symbols ago it stood last, if that was inside; else it is as good as new.
    """
    order = np.lexsort((token, owner))
    again = (np.diff(token[order]) == 0) & (np.diff(owner[order]) == 0) & (symbol[order][1:] == _NAME)
    since = np.zeros(len(token), np.int64)
    since[order[1:]] = np.where(again, np.diff(order), 0)
    codes = np.where(symbol == _NAME, symbol.max() + 1, symbol)
    table = np.random.default_rng(0).integers(2**64, size=symbol.max() + PASSAGE + 1, dtype=np.uint64)
    for length in range(1, PASSAGE + 1):
        key = np.zeros(len(symbol), np.uint64)
        for place in range(length):
            inside = np.where(since <= place, since, 0)
            key = key * _MIX + np.roll(table[codes + inside], length - 1 - place)
        yield key
