"""A warm process that has imported torch and run a unit's setup, and forks a child for each notebook.

Starting Python and importing torch takes over a second, a fork some milliseconds. The process runs nothing
but the course's own setup; a child runs one side of one notebook, and nothing of it is left for the next.
This is the host's side; `warm` is the process.
"""

import contextlib
import dataclasses
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from genai_lab.grading import family, sandbox
from genai_lab.grading.sandbox import Limits
from genai_lab.grading.warm import receive, send

_WARM_UP, _ANSWER = 120.0, 60.0  # seconds until it is warm, and until it does what it is told
_KEPT = ("GENAI_LAB_", "LD_LIBRARY_PATH", "DYLD_")  # of the environment, besides what `sandbox` sets
_BOOT = """
import sys
sys.argv[1] in sys.path or sys.path.insert(0, sys.argv[1])
from genai_lab.grading.warm import main
main()
"""


class NurseryError(Exception):
    """The warm process cannot do its work: a fault of the machine or the course, never of a student."""


class Nursery:
    """A warm process that forks a child for each notebook; one child at a time.

    It ends with the thread that made it, and at the latest with `close`.
    """

    def __init__(
        self, role: str, setup: Sequence[str], imports: Sequence[str], *, sandbox: bool, limits: Limits
    ) -> None:
        """Start the process without waiting for it.

        Args:
            role: "student", "judge", or "module:function" of what a child runs, given its connection and the
                shell; ":function" is one that the setup defines.
            setup: the cells to run in an IPython shell before the first fork.
            imports: the modules to import before that, torch among them where anything needs it.
            sandbox: isolate the children with bubblewrap; the judge's never are.
            limits: what a child may take; the judge's are bound in memory alone.
        """
        if sys.platform == "win32":
            raise NurseryError("Grading needs Linux or macOS; on Windows use WSL.")
        self._role, self._isolated = role, sandbox and role != "judge"
        self._warm = False
        self.peak = 0  # the most bytes that a child held, of those that were killed since this was set to 0
        self._process = self._start()
        order = {"role": role, "setup": list(setup), "imports": list(imports), "folder": self._folder}
        self._control.settimeout(_WARM_UP)
        # One that ended at once is noticed, with what it said, by `ready`.
        with contextlib.suppress(OSError):
            send(self._control, order | {"limits": dataclasses.asdict(limits)})

    def _start(self) -> subprocess.Popen[bytes]:
        if self._isolated and (reason := sandbox.available()):
            raise NurseryError(reason)
        # Where there is a sandbox it has a folder of its own, which ends with it.
        self._folder = None if self._isolated else tempfile.mkdtemp(prefix="genai-lab-")
        self._said = tempfile.TemporaryFile("ab+")  # noqa: SIM115 (close closes it)
        self._control, inherited = socket.socketpair()
        argv = [sys.executable, "-P", "-c", _BOOT, str(sandbox.PACKAGE.parent), str(inherited.fileno())]
        environment = {"PATH": os.environ.get("PATH", os.defpath)}
        if self._folder is None:
            argv = sandbox.command(argv)
        else:
            data = sandbox.data_folder()
            kept = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)}
            environment = kept | sandbox.environment(self._folder, str(data) if data else None)
        with inherited:
            return subprocess.Popen(
                argv,
                pass_fds=[inherited.fileno()],
                env=environment,
                cwd=self._folder or "/",
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
            )

    def ready(self) -> None:
        """Wait until the imports and the setup are done; NurseryError with what it said otherwise."""
        if not self._warm:
            self._answer()
            self._warm = True
            self._control.settimeout(_ANSWER)

    def spawn(self) -> socket.socket:
        """Kill an earlier child, fork a new one, and return our end of a connection to it."""
        self.ready()
        os.ftruncate(self._said.fileno(), 0)
        _, connection = self._ask({"do": "spawn"})
        assert connection is not None
        return connection

    def ended(self, timeout: float) -> str | None:
        """How the child ended, waiting for it at most `timeout` seconds; None while it runs.

        "exit 0"; "signal 11"; "killed" after `kill`; "memory" where it or what it started held too much.

        Raises:
            NurseryError: somebody else killed it. No answer can: in the sandbox its process is the first of a
                namespace, which no signal from inside ends, and nothing of a student's runs in the judge's.
        """
        self.ready()
        self._control.settimeout(timeout + _ANSWER)
        answer, _ = self._ask({"do": "ended", "timeout": timeout})
        self._control.settimeout(_ANSWER)
        ended: str | None = answer["ended"]
        if ended == f"signal {signal.SIGKILL:d}" and (self._isolated or self._role == "judge"):
            raise NurseryError(f"somebody killed the {self._role}'s process")
        return ended

    def kill(self) -> None:
        """Kill the child and all that it started; nothing where there is none."""
        self.ready()
        answer, _ = self._ask({"do": "kill"})
        self.peak = max(self.peak, answer["peak"])

    def close(self) -> None:
        """End the process and whatever it started. Never raises; closing twice does nothing."""
        started = family.descendants(self._process.pid)
        self._control.close()  # which the process takes as the word to end
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        # bubblewrap reports the end of what ran in it a moment before all of it is gone.
        family.wait_for(started)
        self._said.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, order: dict[str, Any]) -> tuple[dict[str, Any], socket.socket | None]:
        try:
            send(self._control, order)
        except OSError as error:
            raise self._failure(str(error)) from error
        return self._answer()

    def _answer(self) -> tuple[dict[str, Any], socket.socket | None]:
        try:
            answer, connection = receive(self._control)
        except (OSError, EOFError) as error:
            raise self._failure(str(error)) from error
        if "error" in answer:
            raise NurseryError(f"The {self._role}'s warm process failed: {answer['error']}")
        return answer, connection

    def _failure(self, reason: str) -> NurseryError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        code = self._process.poll()
        how = "does not answer" if code is None else f"ended with status {code}"
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - 2000))
        said = self._said.read().decode(errors="replace").strip() or "nothing"
        return NurseryError(f"The {self._role}'s warm process {how} ({reason}). It said: {said}")
