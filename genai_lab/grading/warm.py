"""The warm process itself: it imports, runs the setup, then forks a child for each notebook and watches it.

Host and process talk through a socket that no child keeps: 4 bytes of length, then JSON, and with the answer
to "spawn" our end of a connection to the child.
"""

import gc
import importlib
import json
import os
import random
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from genai_lab.grading import family, isolation
from genai_lab.grading.sandbox import Limits

ROLES = {"student": "genai_lab.grading.student:serve", "judge": "genai_lab.grading.judge:serve"}

_POLL, _WATCH = 0.02, 0.25  # seconds between two looks at whether the child ended, and at its memory
_LENGTH = struct.Struct(">I")


def send(control: socket.socket, message: dict[str, Any], passed: socket.socket | None = None) -> None:
    """Send one message, and with it a descriptor."""
    body = json.dumps(message).encode()
    data = _LENGTH.pack(len(body)) + body
    sent = socket.send_fds(control, [data], [passed.fileno()]) if passed else 0
    control.sendall(data[sent:])


def receive(control: socket.socket) -> tuple[dict[str, Any], socket.socket | None]:
    """The next message, and the connection that came with it; EOFError where the other side is gone."""
    data, descriptors, _, _ = socket.recv_fds(control, _LENGTH.size, 1)
    connection = socket.socket(fileno=descriptors[0]) if descriptors else None
    if connection:
        connection.set_inheritable(False)
    missing = _LENGTH.size - len(data)
    (length,) = _LENGTH.unpack(data + (_exactly(control, missing) if missing else b""))
    message: dict[str, Any] = json.loads(_exactly(control, length))
    return message, connection


def _exactly(control: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = control.recv(size - len(data))
        if not piece:
            raise EOFError("its control socket was closed")
        data += piece
    return bytes(data)


def main() -> None:
    """What the process does, from its start to the end of its control socket, number `sys.argv[2]`."""
    control = socket.socket(fileno=int(sys.argv[2]))
    order, _ = receive(control)
    isolation.adopt_orphans()
    try:
        warm = Warm(control, order)
    except Exception as error:
        send(control, {"error": f"{type(error).__name__}: {error}"})
        return
    try:
        send(control, {"ready": True})
        warm.obey()
    except (EOFError, OSError):
        warm.end()  # the host is gone, or has had enough
    if order["folder"]:
        shutil.rmtree(order["folder"], ignore_errors=True)
    os._exit(0)  # to unload torch in good order takes longer than all the rest


def _warm_up(order: dict[str, Any]) -> tuple[Callable[[socket.socket, Any], None], Any]:
    """Import and run what `order` names; what a child is to serve, and the shell it gets."""
    for name in sorted(order["imports"], key=lambda name: name != "torch"):
        module: Any = importlib.import_module(name)
        if name == "torch":
            # A second thread would not survive the fork, and the child would wait for it forever.
            module.set_num_threads(1)
    from genai_lab.grading import cells

    shell = cells.new_shell()
    for source in order["setup"]:
        ran = cells.run(shell, source, "setup")
        if ran.error:
            raise RuntimeError(f"the setup cell raised {type(ran.error).__name__}: {ran.error}")
    place, _, function = ROLES.get(order["role"], order["role"]).partition(":")
    serve = getattr(importlib.import_module(place), function) if place else shell.user_ns[function]
    return serve, shell


class Warm:
    """The process after its setup, with at most one child."""

    def __init__(self, control: socket.socket, order: dict[str, Any]) -> None:
        """Get warm as `order` says."""
        self._control = control
        self._judge, self._isolated = order["role"] == "judge", order["folder"] is None
        self._limits = Limits(**order["limits"])
        self._serve, self._shell = _warm_up(order)
        self._random = random.getstate()
        self._own = family.resident(os.getpid())
        self._child, self._how = 0, "it was never started"
        self._folder: str | None = None
        self._kills = self._peak = 0
        gc.collect()
        gc.freeze()  # or the first collection in each child would copy every page

    def obey(self) -> NoReturn:
        """Do what is asked, one thing after another, and watch the child's memory meanwhile."""
        while True:
            while not select.select([self._control], [], [], _WATCH)[0]:
                self._look()
            order, _ = receive(self._control)
            if order["do"] == "spawn":
                self._spawn()
            elif order["do"] == "ended":
                send(self._control, {"ended": self._ended(order["timeout"])})
            else:
                self.end()
                send(self._control, {"killed": True, "peak": self._peak})
                self._peak = 0

    def end(self) -> None:
        """Kill the child and its family, and remove what it wrote."""
        if self._running():
            self._how = "killed"
        if self._child:
            self._peak = max(self._peak, family.end(self._child))
            self._child = 0
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _spawn(self) -> None:
        """Fork a child, and answer with our end of a connection to it once it is ready for strangers."""
        self.end()
        self._kills = family.kernel_kills()
        if not self._isolated:
            self._folder = tempfile.mkdtemp()
        ours, theirs = socket.socketpair()
        told, tell = os.pipe()
        self._child = isolation.fork() if self._isolated else os.fork()
        if self._child == 0:
            self._run(theirs, tell)
        theirs.close()
        os.close(tell)
        with ours, open(told, "rb") as report:
            said = report.read().decode(errors="replace")
            if said == "ready":
                send(self._control, {"spawned": True}, ours)
            else:
                self.end()
                send(self._control, {"error": f"a child could not be isolated: {said or 'it ended'}"})

    def _run(self, connection: socket.socket, tell: int) -> NoReturn:
        """What the child does."""
        code, told = 1, False
        try:
            self._settle({connection.fileno(), tell})
            # Python reseeds this in every forked child; the setup's seed is to hold.
            random.setstate(self._random)
            os.write(tell, b"ready")
            os.close(tell)
            told = True
            self._serve(connection, self._shell)
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(error.code is not None)
        except BaseException as error:
            if not told:
                os.write(tell, f"{type(error).__name__}: {error}".encode())
            traceback.print_exc()
        finally:
            os._exit(code & 0xFF)

    def _settle(self, keep: set[int]) -> None:
        if self._isolated:
            isolation.isolate(self._limits, keep)
            return
        assert self._folder is not None
        os.chdir(self._folder)
        os.environ |= {"HOME": self._folder, "TMPDIR": self._folder}
        tempfile.tempdir = None
        if self._judge:
            isolation.leave_descriptors(keep | {1, 2})  # where the host reads what went wrong
            isolation.limit_memory(self._limits)
            os.setsid()
        else:
            isolation.confine(self._limits, keep)
        isolation.die_with_parent()

    def _ended(self, timeout: float) -> str | None:
        """How the child ended, after as long as it may take."""
        deadline, look = time.monotonic() + timeout, 0.0
        while self._running() and (now := time.monotonic()) < deadline:
            if now >= look:
                self._look()
                look = now + _WATCH
            # The host asks nothing meanwhile: what there is to read is that it is gone.
            elif select.select([self._control], [], [], min(_POLL, deadline - now))[0]:
                break
        return None if self._running() else self._how

    def _look(self) -> None:
        """Kill the family where it holds half as much again as one process may; else keep it modest."""
        if not self._running():
            return
        pids = family.descendants(os.getpid())
        if not self._judge:
            family.give_way(pids, self._child)
        bound = self._own + self._limits.memory * 3 // 2
        if family.held(pids, bound) > bound:
            self.end()
            self._how = "memory"

    def _running(self) -> bool:
        """Whether the child runs; where it has just ended, note how, and end its family."""
        if not self._child:
            return False
        ended = family.collect(self._child)
        if ended is None:
            return True
        status, peak, busy = ended
        self._peak = max(self._peak, peak)
        code = os.waitstatus_to_exitcode(status)
        self._how = f"exit {code}" if code >= 0 else f"signal {-code}"
        if code == -signal.SIGKILL and family.kernel_kills() > self._kills:
            self._how = "memory"
        elif code == -signal.SIGKILL and busy >= self._limits.notebook:
            self._how = f"signal {signal.SIGXCPU:d}"  # which it ignored
        family.end(self._child)
        self._child = 0
        return False
