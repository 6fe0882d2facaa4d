"""One notebook at a time: the two processes that grade it, seen from the coordinator.

The judge's process runs the setup and the test cells; the student's process, in the sandbox, runs all that a
student wrote. The judge asks here for a student's process, and for another where the first died or hangs.
"""

import ast
import importlib.util
import pkgutil
import re
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from genai_lab.grading.normalise import references, setup_cells
from genai_lab.grading.nursery import Nursery, NurseryError
from genai_lab.grading.sandbox import Limits
from genai_lab.grading.warm import receive, send

OUTCOMES = (
    "graded",
    "wrong",
    "timed out",
    "out of memory",
    "crashed",
    "tampered",
    "malformed",
    "infrastructure",
)
# What torch loads only when it is first used, and each child would then load for itself: the one by gradients
# and most of torch.distributions, the other by optimisers.
_ALWAYS = ("torch", "torch.fx.experimental.symbolic_shapes")
_FOR_OPTIMISERS = "torch._dynamo"
_GRACE = 60.0  # what the judge may take beyond a notebook's budget before it counts as broken
_ATTEMPTS = 4


class WorkplaceError(Exception):
    """A notebook could not be graded, and not because of what a student wrote."""


@dataclass(frozen=True)
class Unit:
    """What a workplace needs of a unit.

    Args:
        name: such as "01_first_models".
        setup: the cells that both processes run first.
        references: the solution of each exercise, by its name.
        imports: the modules that a warm process has imported.
    """

    name: str
    setup: tuple[str, ...]
    references: dict[str, str]
    imports: tuple[str, ...]


@dataclass(frozen=True)
class Graded:
    """An executed notebook and what became of its exercises.

    Args:
        notebook: JSON; each test cell holds exactly one number of points or one error.
        outcomes: one of OUTCOMES for each test cell, by its name; "graded" is full points.
        flags: what an instructor may want to know.
        seconds: where the time went: "warm up", "start", "student", "judge", "total".
        memory: the most bytes that the student's process held, torch included; 0 where that is not known.
    """

    notebook: str
    outcomes: dict[str, str]
    flags: tuple[str, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    memory: int = 0

    @property
    def outcome(self) -> str:
        """The worst of the outcomes."""
        return max(self.outcomes.values(), key=OUTCOMES.index, default="graded")


def unit_of(name: str, source: NotebookNode) -> Unit:
    """What grading needs of a unit, from the instructor's notebook."""
    optimises = any("optim" in cell.source for cell in source.cells)
    lazy = [_FOR_OPTIMISERS] if optimises else []
    modules = dict.fromkeys([*_ALWAYS, *lazy, *_library(), *_imported(source)])
    return Unit(name, tuple(setup_cells(source)), references(source), tuple(modules))


class Workplace:
    """Two warm processes, in which one notebook after another is graded. A context manager.

    Args:
        unit: of the notebooks.
        sandbox: whether the students' processes are isolated.
        limits: what a notebook may take.
        seed: of the checks' random numbers.
    """

    def __init__(
        self, unit: Unit, *, sandbox: bool = True, limits: Limits | None = None, seed: int = 0
    ) -> None:
        self._unit, self._limits, self._seed = unit, limits or Limits(), seed
        self._nurseries: list[Nursery] = []
        try:
            for role in ("judge", "student"):
                self._nurseries.append(
                    Nursery(role, unit.setup, unit.imports, sandbox=sandbox, limits=self._limits)
                )
        except NurseryError as error:
            self.close()
            raise WorkplaceError(str(error)) from error

    def __enter__(self) -> "Workplace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End both processes."""
        for nursery in self._nurseries:
            nursery.close()

    def grade(self, notebook: str, *, seed: int | None = None) -> Graded:
        """Grade a normalised notebook, given as JSON.

        Raises:
            WorkplaceError: a process of ours failed; nothing that a student wrote raises it.
        """
        begun = time.monotonic()
        job = {
            "notebook": notebook,
            "references": self._unit.references,
            "limits": {name: getattr(self._limits, name) for name in ("call", "cell", "notebook")},
            "memory": self._limits.memory,
            "seed": self._seed if seed is None else seed,
            "forfeits": {},
        }
        try:
            for nursery in self._nurseries:
                nursery.ready()
                nursery.peak = 0
            warm = time.monotonic()
            done = self._judged(job)
        except (NurseryError, OSError, EOFError) as error:
            raise WorkplaceError(f"{type(error).__name__}: {error}") from error
        seconds = {"warm up": warm - begun, **done["seconds"], "total": time.monotonic() - begun}
        memory = self._nurseries[1].peak
        return Graded(done["notebook"], done["outcomes"], tuple(done["flags"]), seconds, memory)

    def _judged(self, job: dict[str, Any]) -> dict[str, Any]:
        """What the judge says of a notebook.

        An answer may take the judge itself down, with an error too large to print. Then the judge begins
        again, and the cell at which it ended is forfeit.
        """
        judge, student = self._nurseries
        for attempt in range(_ATTEMPTS):
            at: list[str] = []
            with judge.spawn() as connection:
                try:
                    return _attend(connection, student, job, at)
                except (OSError, EOFError) as error:
                    if not at or at[-1] in job["forfeits"] or attempt == _ATTEMPTS - 1:
                        raise
                    how = "out of memory" if judge.ended(1.0) == "memory" else "crashed"
                    job["forfeits"][at[-1]] = "timed out" if isinstance(error, TimeoutError) else how
                finally:
                    judge.kill()
                    student.kill()
        raise AssertionError("unreachable: the last attempt returns or raises")


def _attend(
    connection: socket.socket, student: Nursery, job: dict[str, Any], at: list[str]
) -> dict[str, Any]:
    """Give a judge a notebook and the processes that it asks for, until it is done; note where it is."""
    deadline = time.monotonic() + job["limits"]["notebook"] + _GRACE
    connection.settimeout(deadline - time.monotonic())
    send(connection, job)
    while True:
        connection.settimeout(max(0.01, deadline - time.monotonic()))
        message, _ = receive(connection)
        if message["say"] == "start":
            with student.spawn() as process:
                send(connection, {}, process)
        elif message["say"] == "at":
            at.append(message["cell"])
        elif message["say"] == "lost":
            ended = student.ended(message["patience"])
            student.kill()
            send(connection, {"ended": ended})
        else:
            return message


def _library() -> Iterator[str]:
    """The modules of genai_lab that a notebook may import."""
    folder = Path(str(importlib.util.find_spec("genai_lab").origin)).parent  # type: ignore[union-attr]
    for module in pkgutil.walk_packages([str(folder)], "genai_lab."):
        if not module.name.startswith("genai_lab.grading"):
            yield module.name


def _imported(source: NotebookNode) -> Iterator[str]:
    """The modules that the code cells import, wherever they do it."""
    for cell in source.cells:
        if cell.cell_type != "code" or "demo" in cell.metadata.get("tags", []):
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:  # a magic; what it needs is imported later
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module
                # What is imported from a package may be a module that the package does not load.
                yield from (full for name in node.names if _is_module(full := f"{node.module}.{name.name}"))


def _is_module(name: str) -> bool:
    """Whether there is such a module, found without importing the packages that hold it."""
    places: Sequence[str] | None = None
    for end in [*(dot.start() for dot in re.finditer(r"\.", name)), len(name)]:
        spec = PathFinder.find_spec(name[:end], places)
        if spec is None:
            return False
        places = spec.submodule_search_locations or ()
    return True
