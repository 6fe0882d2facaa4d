"""Warm workplaces: kept for the next notebook of their unit, replaced where they fail, closed in the end."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import nbformat
import pytest

from genai_lab.grading.session import Graded, Unit, WorkplaceError
from genai_lab.grading.station import Station

from .conftest import source_notebook
from .stand_in import StandInWorkplace, earns

UNIT, OTHER = (Unit(name, (), {}, ()) for name in ("01_stand_in", "02_other"))


def notebook(points: float = 4, more: str = "") -> str:
    source = source_notebook()
    next(cell for cell in source.cells if cell.id == "gaussian_kl").source = earns(points) + more
    return nbformat.writes(source)


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> threading.Barrier:
    """Two notebooks are graded at the same time, or not at all."""
    barrier, original = threading.Barrier(2, timeout=10), StandInWorkplace.grade

    def grade(self: StandInWorkplace, text: str) -> Graded:
        barrier.wait()
        return original(self, text)

    monkeypatch.setattr(StandInWorkplace, "grade", grade)
    return barrier


def test_one_workplace_serves_one_notebook_after_another(stand_in: list[StandInWorkplace]) -> None:
    with Station() as station:
        outcomes = [station.grade(UNIT, notebook(points)).outcome for points in (4, 1, 4)]
        assert outcomes == ["graded", "wrong", "graded"]
        assert len(stand_in) == 1
        assert not stand_in[0].closed
    assert stand_in[0].closed


def test_two_at_a_time_have_two(stand_in: list[StandInWorkplace], meeting: threading.Barrier) -> None:
    with Station() as station, ThreadPoolExecutor(2) as threads:
        for _ in range(3):
            list(threads.map(partial(station.grade, UNIT), [notebook(4), notebook(1)]))
    assert len(stand_in) == 2


def test_another_unit_and_another_sandbox_have_their_own(stand_in: list[StandInWorkplace]) -> None:
    with Station() as station:
        for unit, sandbox in ((UNIT, True), (OTHER, True), (OTHER, False)):
            station.grade(unit, notebook(), sandbox=sandbox)
        assert [workplace.unit for workplace in stand_in] == [UNIT, OTHER, OTHER]
        assert [workplace.sandbox for workplace in stand_in] == [True, True, False]
        assert [workplace.closed for workplace in stand_in] == [True, True, False]


def test_a_broken_one_is_replaced_once(stand_in: list[StandInWorkplace]) -> None:
    with Station() as station:
        assert station.grade(UNIT, notebook(4, "\n# breaks once here")).outcome == "graded"
        assert [workplace.closed for workplace in stand_in] == [True, False]
        with pytest.raises(WorkplaceError, match="broke at there"):
            station.grade(UNIT, notebook(4, "\n# breaks there"))
        assert [workplace.closed for workplace in stand_in] == [True, True, True]
        assert station.grade(UNIT, notebook()).outcome == "graded"


def test_what_is_warm_is_used(stand_in: list[StandInWorkplace]) -> None:
    with Station() as station:
        station.warm_up(UNIT, 2)
        station.grade(UNIT, notebook())
        assert len(stand_in) == 2


def test_what_has_nothing_to_do_for_too_long_is_closed(stand_in: list[StandInWorkplace]) -> None:
    with Station(patience=0.2) as station:
        station.grade(UNIT, notebook())
        assert not stand_in[0].closed
        assert until(lambda: stand_in[0].closed)
        assert station.grade(UNIT, notebook()).outcome == "graded"
        assert len(stand_in) == 2


def test_an_end_ends_what_is_being_graded(
    stand_in: list[StandInWorkplace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real workplace that is closed fails at once, and then nobody opens another one."""

    def grade(self: StandInWorkplace, text: str) -> Graded:
        assert until(lambda: self.closed)
        raise WorkplaceError("closed")

    monkeypatch.setattr(StandInWorkplace, "grade", grade)
    station = Station()
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(station.grade, UNIT, notebook())
        assert until(lambda: len(stand_in) == 1)
        station.close()
        with pytest.raises(WorkplaceError):
            future.result(timeout=10)
    assert len(stand_in) == 1


def test_after_the_end_nothing_stays_open(stand_in: list[StandInWorkplace]) -> None:
    station = Station()
    station.close()
    station.warm_up(UNIT, 1)
    assert all(workplace.closed for workplace in stand_in)
