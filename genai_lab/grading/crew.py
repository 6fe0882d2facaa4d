"""Who grades the notebooks of a run: threads of this machine, or the workers of a Dask cluster.

Either is a `concurrent.futures.Executor` that runs one function of a notebook's text. What comes back is
data, and nothing of a run lives with those who grade: one that is lost is replaced, and its notebook graded
again.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from genai_lab.grading.session import Graded, Unit
from genai_lab.grading.station import Station


@dataclass(frozen=True)
class Crew:
    """Those who grade.

    Args:
        executor: runs `work` for many notebooks at a time.
        work: from a normalised notebook's JSON to what became of it.
        size: how many notebooks are graded at a time just now; on a cluster that changes.
        place: where, in words.
    """

    executor: Executor
    work: Callable[[str], Graded]
    size: Callable[[], int]
    place: str

    def submit(self, notebook: str) -> "Future[Graded]":
        """Begin to grade a notebook; the future raises what kept it from being graded."""
        return self.executor.submit(self.work, notebook)


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
        work = partial(station.grade, unit, sandbox=sandbox)
        yield Crew(threads, work, lambda: workers, f"{workers} workers")
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        station.close()
        threads.shutdown()
