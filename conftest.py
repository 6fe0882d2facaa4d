"""Keep what nbval sees while it runs the solved notebooks, so that a run of the suite executes each once.

`tests/notebooks/test_solved.py` reads the outputs, the time and the memory from here. The kernels start with
`tests/offline` on their path, whose `sitecustomize` refuses every connection that leaves this machine.
"""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

ROOT = Path(__file__).parent


@dataclass
class Run:
    """One execution of a notebook: its cells with their outputs, its seconds, its peak memory in bytes."""

    notebook: nbformat.NotebookNode
    started: float
    seconds: float = 0.0
    peak_memory: int = 0


RUNS = pytest.StashKey[dict[str, Run]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RUNS] = {}
    os.environ["PYTHONPATH"] = str(ROOT / "tests" / "offline")
    # Where something else holds a core, torch's threads would burn the other one waiting for each other.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")


@pytest.hookimpl(optionalhook=True)  # of xdist's
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Under `--dist loadfile`, what reads a notebook's run goes to the process that runs the notebook."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            unit = re.search(r"test_solved\.py::.*\b(\d\d_\w+)", nodeid)
            return f"solutions/{unit[1]}/{unit[1]}.ipynb" if unit else super()._split_scope(nodeid)

    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: Any) -> None:
    if hasattr(item, "test_outputs"):  # a cell of nbval's; its kernel starts after this
        item.config.stash[RUNS].setdefault(item.path.stem, Run(item.parent.nb, time.perf_counter()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: Any) -> None:
    if hasattr(item, "test_outputs"):
        run = item.config.stash[RUNS][item.path.stem]
        run.seconds = time.perf_counter() - run.started
        run.peak_memory = _peak_memory(item.parent.kernel.km.provisioner.pid)
        item.cell.outputs = item.test_outputs or []


@pytest.fixture(params=sorted(path.stem for path in ROOT.glob("solutions/*/*.ipynb")))
def unit(request: pytest.FixtureRequest) -> str:
    """The name of each unit."""
    return request.param


@pytest.fixture
def solved(request: pytest.FixtureRequest, unit: str) -> Run:
    """The run of each unit's solved notebook in this session; skips those that were not asked for."""
    found = request.config.stash[RUNS]
    if unit not in found and not any(item.path.stem == unit for item in request.session.items):
        pytest.skip(f"{unit}.ipynb is not in this session: run `pytest solutions tests/notebooks`")
    assert unit in found, f"another process ran {unit}.ipynb: with `-n`, give `--dist loadfile`"
    return found[unit]


def _peak_memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        return 1024 * int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0])
    return int(psutil.Process(pid).memory_info().rss)
