"""Where notebooks are graded: the warm workplaces of one process, here or on a worker of a cluster."""

import atexit
import contextlib
import math
import threading
import time
from dataclasses import dataclass

from genai_lab.grading.session import Graded, Unit, Workplace

_ATTEMPTS = 2
# A worker of a cluster and the Formgrader's server live for days; what they keep warm ends sooner.
_IDLE_SECONDS = 120.0


@dataclass(frozen=True)
class _Idle:
    """A workplace that waits for a notebook, and since when."""

    workplace: Workplace
    unit: Unit
    sandbox: bool
    since: float


class Station:
    """Grades notebooks for any number of threads, each in a workplace of its own. A context manager.

    A workplace stays warm for the next notebook of its unit, whichever thread brings that. It ends with the
    thread that opened it, at the latest.

    Args:
        patience: seconds that a workplace stays warm with nothing to do.
    """

    def __init__(self, patience: float = math.inf) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._idle: list[_Idle] = []
        self._busy: set[Workplace] = set()
        self._timer: threading.Timer | None = None
        self._closed = False

    def __enter__(self) -> "Station":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm_up(self, unit: Unit, number: int, *, sandbox: bool = True) -> None:
        """Open workplaces, which then get warm while there is nothing to grade yet."""
        # The first notebook fails in the same way, and says so.
        with contextlib.suppress(Exception):
            for _ in range(number):
                self._put_back(Workplace(unit, sandbox=sandbox), unit, sandbox)

    def grade(self, unit: Unit, notebook: str, *, sandbox: bool = True) -> Graded:
        """Grade a normalised notebook, given as JSON.

        Where a workplace itself fails, and not what a student wrote, the notebook gets a second chance in
        another one.

        Raises:
            WorkplaceError: the second one failed, too.
        """
        for attempt in range(_ATTEMPTS):
            workplace = self._take(unit, sandbox)
            try:
                graded = workplace.grade(notebook)
            except Exception:
                self._give_up(workplace)
                if attempt == _ATTEMPTS - 1 or self._closed:
                    raise
            else:
                self._put_back(workplace, unit, sandbox)
                return graded
        raise AssertionError("unreachable: the last attempt returns or raises")

    def close(self) -> None:
        """End all workplaces, whatever is being graded, and leave no process behind."""
        with self._lock:
            self._closed = True
        self.rest()
        with self._lock:
            busy = list(self._busy)
        for workplace in busy:
            workplace.close()

    def rest(self) -> None:
        """End the workplaces that have nothing to do; the next notebook opens a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
            if self._timer:
                self._timer.cancel()
        for each in idle:
            each.workplace.close()

    def _take(self, unit: Unit, sandbox: bool) -> Workplace:
        """A workplace for this unit, warm if there is one; those for other units make room."""
        with self._lock:
            fitting = [each for each in self._idle if (each.unit, each.sandbox) == (unit, sandbox)]
            others = [each for each in self._idle if each not in fitting]
            self._idle = fitting[:-1]
        for each in others:
            each.workplace.close()
        workplace = fitting[-1].workplace if fitting else Workplace(unit, sandbox=sandbox)
        with self._lock:
            self._busy.add(workplace)
        if self._closed:
            workplace.close()
        return workplace

    def _put_back(self, workplace: Workplace, unit: Unit, sandbox: bool) -> None:
        with self._lock:
            self._busy.discard(workplace)
            if not self._closed:
                self._idle.append(_Idle(workplace, unit, sandbox, time.monotonic()))
        if self._closed:
            workplace.close()
        elif self._patience < math.inf:
            self._watch()

    def _give_up(self, workplace: Workplace) -> None:
        with self._lock:
            self._busy.discard(workplace)
        workplace.close()

    def _watch(self) -> None:
        """Look again when the workplace that has waited longest has waited long enough."""
        with self._lock:
            deadline = time.monotonic() - self._patience
            late = [each for each in self._idle if each.since <= deadline]
            self._idle = [each for each in self._idle if each.since > deadline]
            if self._timer:
                self._timer.cancel()
            if self._idle:
                self._timer = threading.Timer(self._idle[0].since - deadline + 0.01, self._watch)
                self._timer.daemon = True
                self._timer.start()
        for each in late:
            each.workplace.close()


# The one of a process that others ask: a worker of a cluster, or a server that runs nbgrader's own commands.
HERE = Station(_IDLE_SECONDS)
atexit.register(HERE.close)
