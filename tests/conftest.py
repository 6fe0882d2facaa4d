"""A seeded sample of the slow tests, small enough for CI."""

import random

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow-sample", type=int, metavar="N", help="of the slow tests chosen, run N at random")
    parser.addoption("--slow-seed", type=int, default=0, metavar="S", help="the seed of that sample")


def pytest_report_header(config: pytest.Config) -> str | None:
    size = config.getoption("--slow-sample")
    return None if size is None else f"slow sample: {size}, seed {config.getoption('--slow-seed')}"


@pytest.hookimpl(trylast=True)  # after -m and -k have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    size = config.getoption("--slow-sample")
    slow = [item for item in items if item.get_closest_marker("slow")]
    if size is None or len(slow) <= size:
        return
    kept = set(random.Random(config.getoption("--slow-seed")).sample(slow, size))
    dropped = [item for item in slow if item not in kept]
    items[:] = [item for item in items if item not in set(dropped)]
    config.hook.pytest_deselected(items=dropped)
