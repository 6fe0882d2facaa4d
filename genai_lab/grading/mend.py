"""Read code that a student wrote, and mend what editors, browsers and operating systems did to it."""

import ast
import re
import textwrap
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from IPython.core.inputtransformer2 import TransformerManager

_LONGEST = 100_000  # characters of a cell that is parsed: longer ones could overflow the parser's stack
_BUDGET = 500_000  # characters parsed for one notebook, which has a tenth
_IPYTHON = 3  # how much longer IPython takes than Python, once and for each magic in a cell
_MAGIC = re.compile(r"^[ \t]*[%!?,;/]|\?[ \t]*$|=[ \t]*[%!]", re.M)
_NO_PYTHON = re.compile(r"\s*%%(?:writefile|file|html|HTML|javascript|js|latex|markdown|bash|sh|script)\b")
_DEFINED = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.M)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("–—−", "-")
)
_PROMPT = re.compile(r"^[ \t]*(?:(?:>>>|\.\.\.)(?: |$)|In ?\[[\d ]*\]: ?|\.{3,}: ?)", re.M)
_OUTPUT = re.compile(r"^[ \t]*Out ?\[\d+\]:.*\n?", re.M)
_FENCE = re.compile(r"[ \t]*```\w*[ \t]*")

_IMPORT = (ast.Import, ast.ImportFrom)
_QUIET = threading.Lock()


@contextmanager
def quietly() -> Iterator[None]:
    """Without warnings, in one thread at a time: what to warn of is a setting of the whole process."""
    with _QUIET, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def clean(text: str) -> str:
    """The text with Unix line ends, without null characters, and such that UTF-8 can hold it."""
    text = re.sub("\r\n?", "\n", text).replace("\0", "")
    return text.encode("utf-8", "replace").decode()


class Reader:
    """Parses the code of one notebook, never runs it, and stops where hostile text would take too long."""

    def __init__(self) -> None:
        self._left = _BUDGET
        self._known: dict[str, tuple[bool, frozenset[str]]] = {}  # no trees, which are large
        self._ipython = TransformerManager()

    def parses(self, text: str) -> bool:
        """Whether IPython could run the cell, magics and pasted prompts included."""
        return self._read(text)[0]

    def names(self, text: str) -> frozenset[str]:
        """What a cell defines at its top level, imports aside, also where it does not parse."""
        return self._read(text)[1]

    def plain(self, text: str) -> ast.Module | None:
        """The syntax tree of plain Python, in which line numbers are those of the text, or None."""
        if len(text) > min(_LONGEST, self._left):
            return None
        self._left -= len(text)
        try:
            with quietly():  # a student's "\d" is the student's
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def statements(self, text: str, wanted: Callable[[ast.stmt, frozenset[str]], bool]) -> str:
        """The top-level statements of a cell for which `wanted(node, its names)` holds, comments and all."""
        tree = self.plain(text)
        lines = text.split("\n")
        found = []
        for node in tree.body if tree else ():
            if wanted(node, frozenset(_names(node))):
                decorators = getattr(node, "decorator_list", [])
                start = min([node.lineno, *(decorator.lineno for decorator in decorators)])
                found.append("\n".join(lines[start - 1 : node.end_lineno]))
        return "\n\n".join(found)

    def mend(self, text: str) -> tuple[str, str]:
        """The text, changed where it does not parse and the change makes it parse, and what was changed."""
        if self.parses(text) or len(text) > self._left:
            return text, ""
        for width in (4, 8) if "\t" in text else (4,):
            mended, done = text, []
            for what, step in _steps(width):
                before, mended = mended, step(mended)
                if mended != before:
                    done.append(what)
                    if self.parses(mended):
                        return mended, ", ".join(done)
        return text, ""

    def _read(self, text: str) -> tuple[bool, frozenset[str]]:
        """Whether a cell parses, and what it defines."""
        if text not in self._known:
            tree = self.plain(text) or self._as_ipython(text)
            if _NO_PYTHON.match(text):
                names = frozenset[str]()
            elif tree is None or text.lstrip().startswith("%%"):
                names = frozenset(first or second for first, second in _DEFINED.findall(text))
            else:
                own = (node for node in tree.body if not isinstance(node, _IMPORT))
                names = frozenset(name for node in own for name in _names(node))
            self._known[text] = tree is not None, names
        return self._known[text]

    def _as_ipython(self, text: str) -> ast.Module | None:
        if len(text) > min(_LONGEST, self._left):
            return None
        cost = _IPYTHON * len(text) * (1 + len(_MAGIC.findall(text)))
        if cost > self._left:
            return None
        self._left -= cost
        try:
            return self.plain(self._ipython.transform_cell(text))
        # The transformer raises whatever its tokenizer meets, and RuntimeError where it gives up.
        except Exception:
            return None


def _steps(width: int) -> Iterator[tuple[str, Callable[[str], str]]]:
    """What goes wrong with pasted code, from the harmless to the drastic."""
    yield "odd spaces", _plain_spaces
    yield "tabs", partial(str.expandtabs, tabsize=width)
    yield "smart quotes", lambda text: text.translate(_TYPOGRAPHY)
    yield "prompts", lambda text: _PROMPT.sub("", _OUTPUT.sub("", text))
    yield "indentation", textwrap.dedent
    yield "a Markdown fence", _unfenced


def _plain_spaces(text: str) -> str:
    return _INVISIBLE.sub("", _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)))


def _unfenced(text: str) -> str:
    """What stands between pairs of fences; where one of a pair is missing, all but the fences."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.fullmatch(line)]
    if len(fences) % 2:
        return "\n".join(line for line in lines if not _FENCE.fullmatch(line))
    pairs = zip(fences[::2], fences[1::2], strict=True)
    return "\n".join("\n".join(lines[start + 1 : stop]) for start, stop in pairs) or text


def _names(node: ast.stmt) -> Iterator[str]:
    """The names that one statement defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, _IMPORT):
        for alias in node.names:
            yield (alias.asname or alias.name).split(".")[0]
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            for part in ast.walk(target):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                    yield part.id
