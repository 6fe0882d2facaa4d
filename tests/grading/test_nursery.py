"""A warm process and its children: how they start, talk and end, and that nothing of them remains."""

import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from genai_lab.grading import family
from genai_lab.grading.nursery import Nursery, NurseryError
from genai_lab.grading.sandbox import Limits

from .children import (
    LIMITS,
    ORPHAN,
    REPOSITORY,
    SERVE,
    Child,
    child_of,
    left_in,
    needs_bubblewrap,
    nursery_of,
)

WAYS = [pytest.param(True, marks=needs_bubblewrap, id="sandbox"), pytest.param(False, id="without")]
linux = pytest.mark.skipif(sys.platform != "linux", reason="walks /proc")
HOST = """
import sys, time
from tests.grading.children import Child, nursery_of
with nursery_of(isolated=sys.argv[1] == "True") as nursery:
    child = Child(nursery)
    child.run(sys.argv[2])
    print("ready", flush=True)
    time.sleep(1000)
"""


@pytest.fixture(scope="module", params=WAYS)
def nursery(request: pytest.FixtureRequest) -> Iterator[Nursery]:
    with nursery_of(
        "import random; random.seed(7); mutable = []", isolated=request.param, imports=["fractions"]
    ) as nursery:
        yield nursery


def until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether the condition holds before that many seconds have passed."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def priority(pid: int) -> int:
    """Of a process: 0 where it takes its share of the processor, 19 where it leaves it to others."""
    return os.getpriority(os.PRIO_PROCESS, pid)


def test_a_child_starts_warm_and_answers(nursery: Nursery) -> None:
    with child_of(nursery) as child:
        assert child.run("answer = 6 * 7") == 42
        assert child.run("answer = 'fractions' in sys.modules") is True
        assert left_in("/tmp", child.run("answer = os.listdir('.')")) == []
        assert nursery.ended(0) is None


def test_the_next_child_starts_from_the_setup_again(nursery: Nursery) -> None:
    for _ in range(2):
        with child_of(nursery) as child:
            assert child.run("mutable.append(1); answer = mutable") == [1]
            assert left_in("/tmp", child.run("open('left', 'w'); answer = os.listdir('.')")) == ["left"]


def test_the_setup_s_seed_holds_in_every_child(nursery: Nursery) -> None:
    expected = random.Random(7).random()
    for _ in range(2):
        with child_of(nursery) as child:
            assert child.run("import random; answer = random.random()") == expected


def test_spawning_ends_the_earlier_child(nursery: Nursery) -> None:
    first = Child(nursery)
    with child_of(nursery) as second:
        assert first.connection.recv(1) == b""
        assert second.run("answer = 1") == 1
    first.close()


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("os._exit(0)", "exit 0"),
        ("os._exit(200)", "exit 200"),
        ("ctypes.string_at(0)", f"signal {signal.SIGSEGV:d}"),
        ("sys.setrecursionlimit(10**9)\nf = lambda: max([1], key=lambda x: f())\nf()", None),
        ("os.abort()", None),
    ],
    ids=["exit", "exit 200", "segmentation fault", "stack overflow", "abort"],
)
def test_how_a_child_ended_is_told(nursery: Nursery, source: str, how: str | None) -> None:
    with child_of(nursery) as child:
        child.tell(source)
        assert child.connection.recv(1) == b""  # our end notices at once
        ended = nursery.ended(30)
        assert ended == how if how else str(ended).startswith("signal")


def test_a_serving_function_that_returns_or_raises_ends_its_child() -> None:
    returns = "def serve(connection, shell): pass"
    raises = "def serve(connection, shell): raise ValueError('no')"
    for setup, how in ((returns, "exit 0"), (raises, "exit 1")):
        with nursery_of(setup, isolated=False) as nursery:
            nursery.spawn().close()
            assert nursery.ended(30) == how


def test_a_running_child_is_waited_for_no_longer_than_asked_and_killed(nursery: Nursery) -> None:
    with child_of(nursery) as child:
        child.tell("while True: pass")
        assert nursery.ended(0.05) is None
        nursery.kill()
        assert nursery.ended(0) == "killed"
        assert child.connection.recv(1) == b""
        nursery.kill()  # nothing is left to kill


@linux
def test_an_orphan_dies_with_its_child(nursery: Nursery) -> None:
    before = set(family.descendants(os.getpid()))
    with child_of(nursery) as child:
        child.run(ORPHAN)
        assert len(set(family.descendants(os.getpid())) - before) == 2
        child.tell("os._exit(0)")
        assert nursery.ended(30) == "exit 0"
        assert set(family.descendants(os.getpid())) == before


@linux
def test_what_a_child_starts_gives_way_to_others(nursery: Nursery) -> None:
    before = set(family.descendants(os.getpid()))
    with child_of(nursery) as child:
        child.run("for _ in range(3):\n    if os.fork() == 0:\n        while True: pass")
        family_of_it = set(family.descendants(os.getpid())) - before
        assert until(lambda: sorted(map(priority, family_of_it)) == [0, 19, 19, 19])


@linux
def test_memory_is_bounded_for_one_and_for_all(nursery: Nursery) -> None:
    with child_of(nursery) as child:
        assert child.run("b = bytearray(2**33)").startswith("MemoryError")
        child.tell("for _ in range(3): os.fork()\nhoard = bytearray(b'x') * 2**28\ntime.sleep(1000)")
        assert nursery.ended(30) == "memory"


@pytest.mark.parametrize(
    ("setup", "imports", "said"),
    [
        ("raise KeyError('the data')", [], "the setup cell raised KeyError: 'the data'"),
        ("", ["no_such_module"], "No module named 'no_such_module'"),
        ("import os; os.write(2, b'the disk is full'); os._exit(7)", [], "the disk is full"),
    ],
)
@pytest.mark.parametrize("isolated", WAYS)
def test_a_failed_start_says_what_failed(isolated: bool, setup: str, imports: list[str], said: str) -> None:
    nursery = Nursery(":serve", [SERVE, setup], imports, sandbox=isolated, limits=LIMITS)
    try:
        with pytest.raises(NurseryError, match=said):
            nursery.ready()
    finally:
        nursery.close()


@linux
@pytest.mark.parametrize("isolated", WAYS)
def test_the_nursery_s_own_death_is_its_own_error(isolated: bool) -> None:
    with nursery_of(isolated=isolated) as nursery, child_of(nursery) as child:
        # The child's process is the newest, the warm one the newest before it.
        warm = sorted(family.descendants(os.getpid()))[-2]
        os.kill(warm, signal.SIGKILL)
        assert child.connection.recv(1) == b""
        with pytest.raises(NurseryError, match="warm process ended"):
            nursery.spawn()
        with pytest.raises(NurseryError):
            nursery.ended(0)
        nursery.kill = lambda: None  # type: ignore[method-assign]


@linux
@pytest.mark.parametrize("isolated", WAYS)
def test_closing_leaves_no_process_and_no_file(
    isolated: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(family.descendants(os.getpid()))
    with nursery_of(isolated=isolated) as nursery:
        child = Child(nursery)
        child.run(ORPHAN)
        child.run("open('left', 'w').close()")
        started = set(family.descendants(os.getpid())) - before
        assert len(started) >= 3
        nursery.close()
        assert not any(map(family.alive, started))
        assert list(tmp_path.iterdir()) == []
        child.close()


@linux
@pytest.mark.parametrize("isolated", WAYS)
def test_nothing_outlives_a_killed_host(isolated: bool) -> None:
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, str(isolated), ORPHAN], cwd=REPOSITORY, stdout=subprocess.PIPE
    )
    with host:
        assert host.stdout is not None
        assert host.stdout.readline() == b"ready\n"
        started = family.descendants(host.pid)
        assert len(started) >= 3
        host.kill()
        host.wait()
        assert until(lambda: not any(map(family.alive, started)))


def test_windows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(NurseryError, match="use WSL"):
        Nursery("judge", [], [], sandbox=False, limits=Limits())


def test_a_missing_sandbox_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("genai_lab.grading.sandbox.available", lambda: "run `apt-get install bubblewrap`")
    with pytest.raises(NurseryError, match="apt-get install bubblewrap"):
        Nursery("student", [], [], sandbox=True, limits=Limits())


@pytest.mark.parametrize("isolated", WAYS)
def test_torch_works_in_every_child_and_starts_at_once(
    isolated: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    train = """
import torch
layer = torch.nn.Linear(300, 300)
layer(torch.randn(300, 300)).square().mean().backward()
answer = [torch.get_num_threads(), bool(layer.weight.grad.isfinite().all())]
"""
    seconds = []
    with nursery_of(isolated=isolated, imports=["torch"]) as nursery:
        for _ in range(9):
            start = time.perf_counter()
            with child_of(nursery) as child:
                child.run("pass")
                seconds.append(time.perf_counter() - start)
                assert child.run(train) == [1, True]
    with capsys.disabled():
        print(f"\nspawn to first byte, torch imported: median {1000 * statistics.median(seconds):.0f} ms")
    assert statistics.median(seconds) < 2


@linux
def test_who_kills_a_child_from_outside_is_no_fault_of_the_student(nursery: Nursery) -> None:
    """In the sandbox no code of a student's can send that signal to itself; outside it could."""
    before = set(family.descendants(os.getpid()))
    with child_of(nursery) as child:
        child.run("answer = 1")
        (pid,) = set(family.descendants(os.getpid())) - before
        os.kill(pid, signal.SIGKILL)
        if nursery._isolated:
            with pytest.raises(NurseryError, match="somebody killed the"):
                nursery.ended(10)
        else:
            assert nursery.ended(10) == "signal 9"
