"""Run one cell as a kernel would, and keep of what it shows a bounded amount."""

import ast
import functools
import io
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MAX_TEXT = 100_000


class Ran(NamedTuple):
    """What a cell left: its text, the value of its last line, and the exception that ended it."""

    text: str
    value: Any
    shown: str
    error: BaseException | None


class Kept(io.TextIOBase):
    """A text stream that keeps the beginning of what is written, and says where it stopped."""

    def __init__(self, limit: int = MAX_TEXT) -> None:
        self._pieces: list[str] = []
        self._left = limit

    def writable(self) -> bool:
        """True: that is all it is for."""
        return True

    def write(self, text: str) -> int:
        """Keep what still fits."""
        if self._left > 0:
            self._pieces.append(text[: self._left])
            if len(text) > self._left:
                self._pieces.append("\n[the output goes on; what follows is not kept]\n")
            self._left -= len(text)
        return len(text)

    def getvalue(self) -> str:
        """All that was kept."""
        return "".join(self._pieces)


def new_shell() -> Any:
    """An IPython shell without history, threads or files, whose namespace is `__main__`."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.xmode = "Plain"
    shell: Any = InteractiveShell.instance(config=config)
    # What a cell raises is reported as data, not as text among its output.
    shell.showtraceback = lambda *args, **kwargs: None
    shell.showsyntaxerror = lambda *args, **kwargs: None
    shell.ask_exit = lambda: None
    shell.enable_gui = lambda *args, **kwargs: None
    # IPython would open a terminal for `!ls`, and where a student's code runs there is none.
    shell.system = functools.partial(_system, shell)
    shell.displayhook = shell.display_trap.hook = _Last(shell=shell)
    return shell


def run(shell: Any, source: str, name: str = "cell") -> Ran:
    """Run a cell in a shell; whatever it raises is in the result.

    Args:
        shell: its namespace is the cell's.
        source: the cell's text, magics included.
        name: what tracebacks call the cell: the file name of its code.
    """
    shell.compile.get_code_name = lambda *args: f"<{name}>"
    text, shown = Kept(), shell.displayhook
    shown.value, shown.text = None, ""
    publisher, shell.display_pub = shell.display_pub, CapturingDisplayPublisher()
    try:
        with redirect_stdout(text), redirect_stderr(Kept(0)):
            result = shell.run_cell(source, store_history=False)
    finally:
        shell.display_pub = publisher
    error = result.error_before_exec or result.error_in_exec
    return Ran(text.getvalue(), shown.value, shown.text, error)


def names_read(shell: InteractiveShell, source: str) -> list[str]:
    """The names that a cell and its functions read; none if it does not parse."""
    try:
        try:
            tree = ast.parse(source)
        except SyntaxError:  # perhaps a magic, for which IPython's own reading takes its time
            tree = ast.parse(shell.transform_cell(source))
    except (SyntaxError, ValueError):
        return []
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return list(dict.fromkeys(node.id for node in names if isinstance(node.ctx, ast.Load)))


class _Last(DisplayHook):
    """Keeps the value of the last line and its text, and numbers nothing."""

    value: Any = None
    text = ""

    def __call__(self, result: Any = None) -> None:
        if result is not None and not self.quiet():
            shell: Any = self.shell
            data, _ = shell.display_formatter.format(result, include={"text/plain"})
            shell.user_ns["_"] = result
            self.value, self.text = result, str(data.get("text/plain", ""))[:MAX_TEXT]


def _system(shell: Any, command: str) -> None:
    """Run a command of the system, as `!command` and `%pip` do, and print what it says."""
    line = shell.var_expand(command, depth=1)
    done = subprocess.run(
        line, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    print(done.stdout, end="")
    shell.user_ns["_exit_code"] = done.returncode
