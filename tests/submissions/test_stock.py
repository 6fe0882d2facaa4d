"""Each cheat is one: under nbgrader as it ships it earns what it must not, does harm or loses the score."""

import math
from collections.abc import Iterator

import pytest

from tests.submissions import stock, unit
from tests.submissions.edit import hand_in
from tests.submissions.load import NOTEBOOKS
from tests.submissions.world import World, write

pytestmark = pytest.mark.slow
TRIED = {name: module for name, module in NOTEBOOKS.items() if hasattr(module, "STOCK")}
# By the catalogue's numbers; the others are accidents, or harm only some way of grading.
NUMBERS = {*range(36), 51, 52, 54, 55, 56, 57, *range(100, 300)}
CHEATS = [name for name in NOTEBOOKS if int(name.partition("_")[0]) in NUMBERS]

WORKS = "test_it_works_under_stock_nbgrader"


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[dict[str, World]]:
    """A course for each submission, after nbgrader graded it."""
    gradebook = stock.gradebook()
    asked = [item for item in request.session.items if getattr(item, "originalname", "") == WORKS]
    chosen = [item.callspec.params["name"] for item in asked]
    made = {name: World(tmp_path_factory.mktemp("stock") / "course", gradebook) for name in chosen}
    for name, world in made.items():
        notebook = world.told(hand_in(TRIED[name], unit.released(), unit.right()))
        write(world.root / "submitted" / "student" / unit.UNIT, notebook)
    stock.autograde([world.root for world in made.values()])
    yield made
    for world in made.values():
        world.close()


@pytest.mark.parametrize("name", TRIED)
def test_it_works_under_stock_nbgrader(name: str, worlds: dict[str, World]) -> None:
    module, world = TRIED[name], worlds[name]
    points = stock.points(world.root)
    if module.STOCK == "lost":
        assert points is None
    elif module.STOCK == "harm":
        assert world.harm()
    else:
        assert points is not None, "no score came of it"
        assert {exercise: points[exercise] for exercise in module.STOCK} == module.STOCK
        deserved = unit.POINTS | getattr(module, "EXPECTED", {})
        assert all(not math.isclose(module.STOCK[exercise], deserved[exercise]) for exercise in module.STOCK)


@pytest.mark.parametrize("name", CHEATS)
def test_every_cheat_says_what_it_achieves(name: str) -> None:
    assert hasattr(NOTEBOOKS[name], "STOCK") or NOTEBOOKS[name].UNTRIED
