"""Cheats and accidents through the real path: each gets what it deserves, and the machine is as it was."""

import dataclasses
import queue
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import nbformat
import psutil
import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from genai_lab.grading import sandbox
from genai_lab.grading.normalise import normalise
from genai_lab.grading.session import Limits, Workplace, unit_of
from genai_lab.grading.submission import read_submission
from tests.submissions import unit
from tests.submissions.edit import ANY, cell_of, hand_in, name_of
from tests.submissions.load import NOTEBOOKS
from tests.submissions.world import World

pytestmark = pytest.mark.skipif(sandbox.available() is not None, reason=str(sandbox.available()))
LIMITS = Limits(call=3, cell=6, notebook=60, memory=2**30, disk=32 * 2**20)


@dataclasses.dataclass
class Result:
    """What became of one submission."""

    notebook: NotebookNode
    outcome: str
    flags: tuple[str, ...]

    def points(self) -> dict[str, float]:
        """By exercise, as nbgrader reads them from the executed notebook."""
        return {name: determine_grade(cell_of(self.notebook, f"test_{name}"))[0] for name in unit.POINTS}

    def said(self, *names: str) -> str:
        """What the cells of these names show."""
        cells = [cell for cell in self.notebook.cells if name_of(cell) in names]
        return "\n".join(str(cell.get("outputs", "")) for cell in cells)


class Graders:
    """Two workplaces, which begin with all submissions of this run at once."""

    def __init__(self, worlds: dict[str, World]) -> None:
        self._free: queue.SimpleQueue[Workplace] = queue.SimpleQueue()
        for _ in range(2):
            self._free.put(Workplace(unit_of(unit.UNIT, unit.source()), limits=LIMITS))
        self._threads = ThreadPoolExecutor(2)
        self._results: dict[str, Future[Result]] = {
            name: self._threads.submit(self._grade, NOTEBOOKS[name], world) for name, world in worlds.items()
        }

    def result(self, name: str) -> Result:
        """Wait for one submission's."""
        return self._results[name].result()

    def close(self) -> None:
        """End the workplaces; what was not waited for is not graded."""
        self._threads.shutdown(cancel_futures=True)
        while not self._free.empty():
            self._free.get().close()

    def _grade(self, module: Any, world: World) -> Result:
        handed_in = hand_in(module, unit.released(), unit.right())
        if isinstance(handed_in, bytes):
            handed_in = read_submission(handed_in, unit.released())
        normalised = normalise(world.told(handed_in), unit.source())
        workplace = self._free.get()
        try:
            graded = workplace.grade(nbformat.writes(normalised.notebook))
        finally:
            self._free.put(workplace)
        flags = (*normalised.flags, *graded.flags)
        return Result(nbformat.reads(graded.notebook, as_version=4), graded.outcome, flags)


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[dict[str, World]]:
    """What each of this run's submissions might harm."""
    items = [item for item in request.session.items if item.path == request.path]
    chosen = [item.callspec.params["name"] for item in items if getattr(item, "originalname", "") == DESERVES]
    made = {name: World(tmp_path_factory.mktemp("world") / "course") for name in chosen}
    yield made
    for world in made.values():
        world.close()


@pytest.fixture(scope="module")
def graders(worlds: dict[str, World]) -> Iterator[Graders]:
    """The graders of this run's submissions."""
    made = Graders(worlds)
    yield made
    made.close()


DESERVES = "test_it_gets_what_it_deserves"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_gets_what_it_deserves(name: str, graders: Graders, worlds: dict[str, World]) -> None:
    module, result = NOTEBOOKS[name], graders.result(name)
    got, expected = result.points(), unit.POINTS | getattr(module, "EXPECTED", {})
    for exercise, points in expected.items():
        told = f"{exercise}: {result.outcome}, {result.flags} {result.said(exercise, f'test_{exercise}')}"
        assert got[exercise] == points or points is ANY, told
        assert 0 <= got[exercise] <= unit.POINTS[exercise], told
    usual = (
        ("graded", "wrong") if ANY in expected.values() else "graded" if expected == unit.POINTS else "wrong"
    )
    outcomes = getattr(module, "OUTCOME", usual)
    assert result.outcome in ((outcomes,) if isinstance(outcomes, str) else outcomes), result.flags
    assert getattr(module, "FLAG", "") in " ".join(result.flags)
    assert worlds[name].harm() == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_notebook_is_in_order(name: str, graders: Graders) -> None:
    """One verdict a test cell, no hidden test in what the student's process shows, and all can be stored."""
    module, result = NOTEBOOKS[name], graders.result(name)
    tests = {f"test_{exercise}" for exercise in unit.POINTS}
    for cell in result.notebook.cells:
        kinds = [output.output_type for output in cell.get("outputs", ())]
        if name_of(cell) in tests:
            assert kinds.count("execute_result") + kinds.count("error") == 1, cell
        else:
            assert unit.SECRET not in str(cell.get("outputs")), cell
            assert getattr(module, "FORBIDDEN", "FOUND") not in str(cell.get("outputs")), cell
    nbformat.validate(result.notebook)
    text = nbformat.writes(result.notebook).encode()
    assert len(text) < 8 * 2**20, f"{len(text)} bytes"


def test_nothing_happens_later(graders: Graders, worlds: dict[str, World]) -> None:
    graders.close()
    left = psutil.Process().children(recursive=True)
    assert not [process.cmdline() for process in left if "genai_lab.grading" in " ".join(process.cmdline())]
    assert {name: world.harm() for name, world in worlds.items() if world.harm()} == {}
