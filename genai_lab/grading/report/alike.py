"""Answers of different students that are more alike than chance would have them, for a human to judge.

An answer is cut into all its passages of five symbols in a row, as in Schleimer, Wilkerson and Aiken,
Winnowing: local algorithms for document fingerprinting (SIGMOD 2003), but none of so few is left out. Layout,
comments and docstrings are no symbols, and a variable counts only by where it stood last, so that renaming
changes nothing (Baker, Parameterized duplication in strings, SIAM Journal on Computing 26, 1997).

What a passage says depends on the class. Where more than a few have it, it says nothing; else as many bits as
it surprises whoever knows the rest of the class, by an interpolated Markov model of which symbol follows on
which. A shared name, comment or string that is rare counts beside it. Students are told together where what
they alone share surprises by more bits than that of the luckiest pair would, and by a wide margin, as this
accuses people: of an answer of a line or two nothing is said.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from genai_lab.grading.report.symbols import MOST, NONE, START, Counts, Lexicon, grams, plain

_FEW = 5  # students; what more of them have is no secret
_MARGIN = 90.0  # bits beyond the luckiest pair: the model knows less of Python than students do
_LEAST = 25  # passages; a line or two is soon written twice
_COMMON = 0.6  # of the shortest answer has to be in all of them
_WORTH = 40.0  # bits, at most, of one comment or string

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Alike:
    """Answers that share what nobody else of the class wrote.

    Args:
        students: whose they are, two or more, in alphabetical order.
        exercise: the name of the exercise.
        shared: how many passages (five symbols in a row) all of them have and nobody else has.
        common: how many passages all of them have, whoever else has them.
        out_of: how many passages the shortest of their answers has, without those of the stub.
        example: the answers of the first two students, as handed in (of each the first 20,000 letters).
        same: "letter for letter", "but for names, comments and layout", or "in part".
        words: the names, comments and strings that all of them have and nobody else has.
        surprise: by how many bits what they alone share surprises whoever knows the rest of the class.
    """

    students: tuple[str, ...]
    exercise: str
    shared: int
    common: int
    out_of: int
    example: tuple[str, str]
    same: str
    words: tuple[str, ...]
    surprise: float


def alike(answers: Mapping[str, Mapping[str, str]], released: Mapping[str, str]) -> list[Alike]:
    """Groups of students whose answers are more alike than chance, the most surprising first.

    Args:
        answers: the text of each student's solution cells, by student and exercise.
        released: the text that everybody begins with, by exercise.
    """
    found: list[Alike] = []
    for exercise in dict.fromkeys(name for own in answers.values() for name in own):
        texts = {student: own[exercise] for student, own in sorted(answers.items()) if exercise in own}
        if len(texts) > 1:
            found += _Comparison(exercise, texts, released.get(exercise, "")).told()
    return sorted(found, key=lambda one: (-one.surprise, one.exercise, one.students))


class _Evidence:
    """Which student has which key, a passage or a word; those of the stub say nothing."""

    def __init__(self, key: NDArray[Any], owner: Counts, students: int) -> None:
        _, self.first, self.number = np.unique(key, return_index=True, return_inverse=True)
        pairs = np.unique(self.number * (students + 1) + owner)
        column, row = np.divmod(pairs, students + 1)
        own = row < students  # the stub comes after the last student
        self.fresh = np.ones(len(self.first), bool)
        self.fresh[column[~own]] = False
        self.holders = np.bincount(column[own], minlength=len(self.first))
        ones = np.ones(np.count_nonzero(own))
        self.has = sparse.csr_array((ones, (row[own], column[own])), (students, len(self.first)))

    def keep(self, few: int, bits: Floats) -> None:
        """Weigh the keys that at least two students have and no more than a few; `bits` are by position."""
        rare = self.fresh & (self.holders >= 2) & (self.holders <= few)
        self.all = self.has.tocsc()[:, self.fresh].tocsr()
        self.first, self.holders = self.first[rare], self.holders[rare]
        self.bits = bits[self.first]
        self.has = self.has.tocsc()[:, rare].tocsr()

    def shared(self) -> Any:
        """The bits that each pair of students shares."""
        return self.has @ sparse.diags_array(self.bits) @ self.has.T

    def common(self, group: Sequence[int]) -> tuple[int, int]:
        """How many keys all of a group have, and how many whoever has fewest."""
        theirs = self.all[list(group)]
        return int((theirs.sum(axis=0) == len(group)).sum()), int(theirs.sum(axis=1).min())

    def only(self, group: Sequence[int]) -> Counts:
        """The keys that all of a group have and nobody else has."""
        among = self.has[list(group)].sum(axis=0)
        return np.flatnonzero((among == len(group)) & (self.holders == len(group)))


class _Comparison:
    """The answers to one exercise."""

    def __init__(self, exercise: str, texts: Mapping[str, str], stub: str) -> None:
        self._exercise, self._students, self._texts = exercise, list(texts), list(texts.values())
        self._few = max(2, min(_FEW, len(texts) // 4))
        lexicon = Lexicon()
        rows = [lexicon.row(text) for text in (*self._texts, stub)]
        token = np.array([number for row in rows for number in row])
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self._weigh_words(token, owner, lexicon.words)
        symbol = np.array(lexicon.symbols)[token]
        kept = symbol != NONE
        self._weigh_passages(token[kept], owner[kept], symbol[kept])

    def _weigh_words(self, token: Counts, owner: Counts, words: Sequence[str]) -> None:
        """A word that few have says how few; a whole sentence a bit a letter, as Shannon measured in 1951."""
        is_word = np.array([bool(word) for word in words])[token]
        token = token[is_word]
        self._words = _Evidence(token, owner[is_word], len(self._students))
        rarity = np.log2(len(self._students) / np.maximum(self._words.holders - 1, 1))[self._words.number]
        letters = np.array([len(word) if not word.isidentifier() else 0 for word in words])[token]
        self._words.keep(self._few, np.maximum(rarity, np.minimum(letters, _WORTH)))
        self._said = [words[number] for number in token[self._words.first]]

    def _weigh_passages(self, token: Counts, owner: Counts, symbol: Counts) -> None:
        """The surprise of a passage's last symbol after the others; what few have counts as not yet seen."""
        probability = before = np.ones(len(token))
        for length, key in enumerate(grams(token, owner, symbol), start=1):
            found = _Evidence(key, owner, len(self._students))
            known = np.where(found.holders > self._few, found.holders, 0)
            seen = known[found.number].astype(float)
            if length == 1:
                kinds = np.count_nonzero(known) + 1
                probability = (seen + kinds / len(known)) / (known.sum() + kinds)
            else:
                probability = (seen + probability) / (np.roll(before, 1) + 1)
            before = seen
        real = symbol != START  # a start's own passages reach back into the text before
        key, owner = key[real], owner[real]
        self._structures = [text.tobytes() for text in np.split(key, np.flatnonzero(np.diff(owner)) + 1)]
        self._passages = _Evidence(key, owner, len(self._students))
        self._passages.keep(self._few, -np.log2(probability[real]))

    def told(self) -> Iterator[Alike]:
        """Those who share more than chance."""
        score = sparse.triu(self._words.shared() + self._passages.shared(), 1).tocoo()
        least = 2 * np.log2(len(self._students)) + _MARGIN
        bits = {
            (int(one), int(other)): -float(surprise)
            for surprise, one, other in sorted(zip(-score.data, *score.coords, strict=True))
            if -surprise >= least
        }
        found: dict[tuple[int, ...], Alike | None] = {}
        for group in _cliques(bits):
            found[group] = self._told(group, least)
            if found[group] is None:  # who has but a part of what two others share must not hide them
                found |= {pair: self._told(pair, least) for pair in combinations(group, 2)}
        yield from filter(None, found.values())

    def _told(self, group: Sequence[int], least: float) -> Alike | None:
        """What is to be said of a group, if what they alone share is enough."""
        passages, words = self._passages.only(group), self._words.only(group)
        by_words = float(self._words.bits[words].sum())
        surprise = by_words + float(self._passages.bits[passages].sum())
        common, out_of = self._passages.common(group)
        enough = len(passages) >= _LEAST or by_words >= least / 2
        if surprise < least or not enough or common < _COMMON * out_of:
            return None
        return Alike(
            students=tuple(self._students[number] for number in group),
            exercise=self._exercise,
            shared=len(passages),
            common=common,
            out_of=out_of,
            example=(self._texts[group[0]][:MOST], self._texts[group[1]][:MOST]),
            same=self._same(group),
            words=tuple(sorted(self._said[column][:80] for column in words)),
            surprise=surprise,
        )

    def _same(self, group: Sequence[int]) -> str:
        if len({plain(self._texts[number]) for number in group}) == 1:
            return "letter for letter"
        alike = len({self._structures[number] for number in group}) == 1
        return "but for names, comments and layout" if alike else "in part"


def _cliques(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Groups in which each is paired with each, begun by the first pairs; every pair is in one."""
    known = set(pairs)
    groups: list[set[int]] = []
    joined: dict[int, list[set[int]]] = defaultdict(list)
    for pair in pairs:
        one, other = pair
        if any(other in group for group in joined[one]):
            continue
        for new, group in [
            *((other, group) for group in joined[one]),
            *((one, group) for group in joined[other]),
        ]:
            if all((min(new, each), max(new, each)) in known for each in group):
                group.add(new)
                joined[new].append(group)
                break
        else:
            groups.append({one, other})
            joined[one].append(groups[-1])
            joined[other].append(groups[-1])
    return [tuple(sorted(group)) for group in groups]
