"""All that a process started: who they are, what they hold, and how to end them.

On Linux this reads /proc. Elsewhere it knows of no process but the child itself and its process group.
"""

import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes, in which the system counts what a process held
_PATIENCE = 5.0  # seconds that killed processes get to be gone
_KILOBYTES = re.compile(r"^(\w+):\s+(\d+) kB", re.MULTILINE)
_OOM_KILLS = re.compile(r"^oom_kill (\d+)", re.MULTILINE)


def descendants(ancestor: int) -> list[int]:
    """The children of a process that run, their children, and so on."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _state(entry)
        if fields and fields[0] not in "ZX":
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [ancestor]
    while waiting:
        new = children.pop(waiting.pop(), [])
        found += new
        waiting += new
    return found


def resident(pid: int) -> int:
    """The bytes that a process holds and no file backs, swapped ones included; 0 for one that has ended."""
    return _sum(pid, "status", ("RssAnon", "RssShmem", "VmSwap"))


def held(pids: list[int], bound: int) -> int:
    """The bytes that processes hold together: exact only where they may exceed the bound.

    What processes share counts in part for each, and in full for one that hides how much it shares.
    """
    quick = sum(map(resident, pids))
    return quick if quick <= bound else sum(_proportional(pid) or resident(pid) for pid in pids)


def give_way(pids: list[int], first: int) -> None:
    """Let every thread of these processes but the first yield the processor to all others.

    A single thread is all that an exercise needs; dozens would slow down whoever is graded beside it.
    """
    for pid in pids:
        with suppress(OSError):
            for thread in os.listdir(f"/proc/{pid}/task"):
                if int(thread) != first:
                    os.setpriority(os.PRIO_PROCESS, int(thread), 19)


def kernel_kills() -> int:
    """How many processes the kernel has killed so far for want of memory."""
    found = _OOM_KILLS.search(_read(Path("/proc/vmstat")))
    return int(found[1]) if found else 0


def collect(child: int) -> tuple[int, int, float] | None:
    """Of a child that has ended, once: its status, the most bytes it held, its seconds of processor time.

    None while it runs. Collects adopted orphans as well.
    """
    while True:
        pid, status, usage = os.wait4(-1, os.WNOHANG)
        if pid in (0, child):
            return (status, usage.ru_maxrss * _RSS_UNIT, usage.ru_utime + usage.ru_stime) if pid else None


def end(child: int) -> int:
    """Kill a child of this process, its process group and all descendants, and collect what is left.

    Returns the most bytes that any of them held.
    """
    peak = 0
    for kill in (os.kill, os.killpg):
        with suppress(OSError):
            kill(child, signal.SIGKILL)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        alive = descendants(os.getpid())
        for pid in alive:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        try:
            while (ended := os.wait4(-1, os.WNOHANG))[0]:
                peak = max(peak, ended[2].ru_maxrss * _RSS_UNIT)
        except ChildProcessError:
            break
        time.sleep(0.001)
    return peak


def wait_for(pids: list[int]) -> None:
    """Wait, for a few seconds at most, until none of these processes runs."""
    deadline = time.monotonic() + _PATIENCE
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.001)


def alive(pid: int) -> bool:
    """Whether a process runs, and does not only wait to be collected."""
    return _state(Path("/proc", str(pid)))[:1] not in ([], ["Z"], ["X"])


def _state(entry: Path) -> list[str]:
    """The state of a process, its parent and more."""
    # The name in parentheses may itself hold parentheses and spaces.
    return _read(entry / "stat").rpartition(")")[2].split()


def _proportional(pid: int) -> int:
    return _sum(pid, "smaps_rollup", ("Pss_Anon", "Pss_Shmem", "SwapPss"))


def _sum(pid: int, file: str, names: tuple[str, ...]) -> int:
    lines = dict(_KILOBYTES.findall(_read(Path("/proc", str(pid), file))))
    return 1024 * sum(int(lines.get(name, 0)) for name in names)


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # the process is gone, or this is no Linux
        return ""
