"""Who grades the notebooks of a run: threads of this machine, or the workers of a Dask cluster.

Either is a `concurrent.futures.Executor` that runs one function of what was handed in. What comes back is
data, and nothing of a run lives with those who grade: one that is lost is replaced, and its notebook graded
again.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from genai_lab.grading.prepare import Pattern, Unread, prepare
from genai_lab.grading.session import Graded, Unit
from genai_lab.grading.station import Station


class CrewLost(Exception):
    """There is nobody any more who could grade, and nobody will come."""


@dataclass(frozen=True)
class Crew:
    """Those who grade.

    Args:
        executor: runs `work` for many notebooks at a time.
        work: from the pattern of a unit and the bytes of a submission to what became of that.
        size: how many notebooks are graded at a time just now; on a cluster that changes, or raises CrewLost.
        place: where, in words.
    """

    executor: Executor
    work: Callable[[Pattern, bytes], Graded | Unread]
    size: Callable[[], int]
    place: str

    def submit(self, pattern: Pattern, content: bytes) -> "Future[Graded | Unread]":
        """Begin to grade a submission; the future raises what kept it from being graded."""
        return self.executor.submit(self.work, pattern, content)


def grade_one(
    station: Station, unit: Unit, sandbox: bool, pattern: Pattern, content: bytes
) -> Graded | Unread:
    """What they all do: read what was handed in, rebuild it, and grade it."""
    prepared = prepare(pattern, content)
    if isinstance(prepared, Unread):
        return prepared
    graded = station.grade(unit, json.dumps(prepared.notebook), sandbox=sandbox)
    return replace(graded, flags=(*prepared.flags, *graded.flags))


@contextmanager
def on_this_machine(unit: Unit, workers: int, *, sandbox: bool = True, warm: bool = True) -> Iterator[Crew]:
    """A thread for each worker, and for each thread two processes that do the work; `warm` starts them now.

    At the end all of them end at once, whatever is being graded.
    """
    threads = ThreadPoolExecutor(workers, thread_name_prefix="grade")
    station = Station()
    try:
        if warm:
            station.warm_up(unit, workers, sandbox=sandbox)
        work = partial(grade_one, station, unit, sandbox)
        yield Crew(threads, work, lambda: workers, f"{workers} worker{'s' * (workers > 1)}")
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        station.close()
        threads.shutdown()
