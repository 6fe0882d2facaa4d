"""Worker threads that grade notebooks, each in a workplace of its own."""

import contextlib
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from genai_lab.grading.session import Graded, Unit, Workplace

_ATTEMPTS = 2


class Crew:
    """Grades notebooks at the same time as each other. A context manager.

    A thread opens its workplace for its first notebook. Where the workplace itself fails, and not what a
    student wrote, it is replaced, and the notebook gets a second chance in the new one.
    """

    def __init__(self, unit: Unit, workers: int, *, sandbox: bool = True) -> None:
        self._unit, self._workers, self._sandbox = unit, workers, sandbox
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="grade")
        self._own = threading.local()
        self._lock, self._together = threading.Lock(), threading.Barrier(workers)
        self._open: list[Workplace] = []
        self._closed = False

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm_up(self) -> None:
        """Let every thread open its workplace, which then gets warm while there is nothing to grade yet."""

        def begin() -> None:
            with contextlib.suppress(Exception):  # the first notebook fails in the same way, and says so
                self._workplace()
            with contextlib.suppress(threading.BrokenBarrierError):
                self._together.wait()  # or a thread that is done would take the next one's turn

        for _ in range(self._workers):
            self._threads.submit(begin)

    def submit(self, notebook: str) -> "Future[Graded]":
        """Begin to grade a normalised notebook; the future raises what the second workplace failed with."""
        return self._threads.submit(self._grade, notebook)

    def close(self) -> None:
        """End all at once, whatever is being graded, and leave no process behind."""
        with self._lock:
            self._closed = True
            workplaces, self._open = self._open, []
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._together.abort()
        for workplace in workplaces:
            workplace.close()
        self._threads.shutdown()

    def _grade(self, notebook: str) -> Graded:
        for attempt in range(_ATTEMPTS):
            try:
                return self._workplace().grade(notebook)
            except Exception:
                self._give_up()
                if attempt == _ATTEMPTS - 1 or self._closed:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _workplace(self) -> Workplace:
        """This thread's."""
        if not hasattr(self._own, "workplace"):
            workplace = Workplace(self._unit, sandbox=self._sandbox)
            with self._lock:
                if not self._closed:
                    self._open.append(workplace)
            if self._closed:
                workplace.close()
            self._own.workplace = workplace
        found: Workplace = self._own.workplace
        return found

    def _give_up(self) -> None:
        """Close this thread's workplace, so that the next notebook opens a new one."""
        workplace = self._own.__dict__.pop("workplace", None)
        if workplace is not None:
            with self._lock:
                if workplace in self._open:
                    self._open.remove(workplace)
            workplace.close()
