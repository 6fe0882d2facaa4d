"""Grading on a Dask cluster: https://distributed.dask.org. A worker needs this package and bubblewrap.

    dask scheduler                                          on one machine
    dask worker tcp://HOST:8786 --nworkers 8 --nthreads 1   on each machine that grades
    genai-lab grade UNIT --scheduler tcp://HOST:8786        where the course and its gradebook are

A worker gets what was handed in and gives back a graded notebook: it sees neither gradebook nor disk of the
course.
Where one is lost, the scheduler hands its notebooks to the others.
"""

import contextlib
import functools
import hashlib
import logging
import math
import time
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from genai_lab.grading import sandbox as isolation
from genai_lab.grading.course import CourseError
from genai_lab.grading.crew import Crew, CrewLost, grade_one
from genai_lab.grading.prepare import Pattern, Unread
from genai_lab.grading.session import Graded, Unit, WorkplaceError
from genai_lab.grading.station import HERE

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 30.0  # seconds for the scheduler to answer, and for a first worker to come
_FRESH = 1.0  # seconds for which the number of workers is taken to be known
_START = "dask worker {address} --nworkers 8 --nthreads 1"


@contextlib.contextmanager
def on_a_cluster(unit: Unit, address: str, *, sandbox: bool = True) -> Iterator[Crew]:
    """The workers that a scheduler knows, now and later.

    Raises:
        CourseError: no scheduler answers there, it has no worker, or one of them could not grade as this
            machine would.
    """
    with _client(address) as client:
        _inspect(client, address, sandbox)
        work = partial(grade_here, unit, signature(), sandbox)
        executor = client.get_executor(pure=False)
        try:
            yield Crew(executor, work, _Size(client, address), f"the cluster {address}")
        finally:
            with contextlib.suppress(Exception):  # the scheduler may be gone
                executor.shutdown(wait=False)


def grade_here(unit: Unit, expected: str, sandbox: bool, pattern: Pattern, content: bytes) -> Graded | Unread:
    """What a worker does: grade one submission, if it has the package that the course has."""
    reason = why_not(expected, sandbox=sandbox)
    if reason:
        raise WorkplaceError(reason)
    return grade_one(HERE, unit, sandbox, pattern, content)


def why_not(expected: str, *, sandbox: bool) -> str | None:
    """Why grading here would go wrong, or not go as where the package has the signature `expected`."""
    if signature() != expected:
        return (
            f"Workers grade with the same genai_lab and torch as the course; here is {signature()}, there is "
            f"{expected}: install the course's version and start the worker anew."
        )
    return isolation.available() if sandbox else None


@functools.cache
def signature() -> str:
    """What decides about points besides the unit: torch's version and a digest of this package's files."""
    digest = hashlib.sha256()
    for path in sorted(isolation.PACKAGE.rglob("*.py")):
        digest.update(f"{path.relative_to(isolation.PACKAGE)}\0".encode() + path.read_bytes() + b"\0")
    return f"genai_lab {digest.hexdigest()[:12]}, torch {version('torch')}"


@contextlib.contextmanager
def _client(address: str) -> "Iterator[Client]":
    try:
        from distributed import Client
    except ImportError:
        raise CourseError(
            "Grading on a cluster needs Dask, which is not installed: run `pip install -c constraints.txt "
            "-e '.[cluster]'`, here and on the workers."
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what concerns the instructor we say
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(
            f"A cluster is named by its scheduler's address, such as tcp://host:8786, and nothing answers at "
            f"{address!r} ({error or type(error).__name__}): start one there with `dask scheduler`."
        ) from None
    with client:
        yield client


class _Size:
    """How many threads the workers have: asked of the scheduler, but not for each submission."""

    def __init__(self, client: "Client", address: str) -> None:
        self._client, self._address = client, address
        self._known, self._since = 0, -math.inf

    def __call__(self) -> int:
        if time.monotonic() - self._since > _FRESH or not self._known:
            try:
                self._known = sum(self._client.nthreads().values())
            except Exception:  # Dask has many words for it
                said = f"the scheduler at {self._address} does not answer any more"
                raise CrewLost(said) from None
            self._since = time.monotonic()
        return self._known


def _inspect(client: "Client", address: str, sandbox: bool) -> None:
    """Refuse a cluster that cannot grade, before anything is begun."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise CourseError(
            f"The scheduler at {address} has no worker: start some with `{_START.format(address=address)}`."
        ) from None
    found = client.run(why_not, signature(), sandbox=sandbox, on_error="return")
    for worker, reason in found.items():
        if reason is not None:
            raise CourseError(f"The worker {worker} cannot grade: {reason}")
