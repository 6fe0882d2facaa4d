"""Students' answers without what says whose they are."""

import re
from collections.abc import Iterable

_ABOUT_ITS_AUTHOR = re.compile(
    r"\w@\w|\b(?:authors?|names?|students?|written by|made by|matrikel\w*|matricul\w*)\b", re.I
)
_COMMENT = re.compile(r"#.*")
_SIGNATURE = re.compile(r"^([ \t]*)(?:authors?|students?|written by|made by|e-?mail)[ \t]*:.*", re.I | re.M)
_WORD = re.compile(r"\w+")
_GONE = "# (a comment about its author)"


class Anonymous:
    """Takes out of an answer who wrote it, and who else of the class is named in it.

    Args:
        people: the identifiers and names of the whole class.
    """

    def __init__(self, people: Iterable[str]) -> None:
        self._people = frozenset(word for name in people for word in _words(name))

    def __call__(self, text: str, *author: str) -> str:
        """A text without its author.

        A comment that names anybody, or says that it is about an author, is replaced; elsewhere what names
        the author, and any identifier with a number in it, become dots.

        Args:
            text: an answer, or what a check said about it.
            author: what its author is called: identifier and name.
        """
        # A short one may be a variable, or a number that means something else.
        own = {word for name in author for word in _words(name) if len(word) >= (5 if word.isdigit() else 3)}

        def comment(found: re.Match[str]) -> str:
            tells = _ABOUT_ITS_AUTHOR.search(found[0]) or not self._people.isdisjoint(_words(found[0]))
            return _GONE if tells else found[0]

        def word(found: re.Match[str]) -> str:
            said = found[0].casefold()
            number = any(map(str.isdigit, said)) and not said.isdigit() and len(said) >= 4
            return "…" if said in own or (number and said in self._people) else found[0]

        text = _SIGNATURE.sub(r"\1…", _COMMENT.sub(comment, text))
        for name in author:
            text = text.replace(name, "…") if len(name) >= 4 else text
        return _WORD.sub(word, text)


def _words(name: str) -> set[str]:
    return {part for word in _WORD.findall(name.casefold()) for part in (word, *word.split("_")) if part}
