"""What each process of a run is there for, as far as its command line and its parents tell."""

from pathlib import Path

_WARM, _SANDBOX = "genai_lab.grading.warm", ("bwrap", "setpriv")


def roles(ancestor: int) -> dict[int, str]:
    """The descendants of a process, by number; one look at /proc, as notebooks come and go in a moment."""
    parents = {pid: parent for entry in Path("/proc").glob("[0-9]*") for pid, parent in _parent(entry)}
    lines: dict[int, list[str]] = {}
    for pid in parents:
        above = pid
        while above in parents and above != ancestor:
            above = parents[above]
        if above == ancestor != pid:
            lines[pid] = _line(pid)
    found = {}
    for pid, line in lines.items():
        above, inside = parents[pid], False
        while above in lines:
            inside = inside or _is_sandbox(lines[above])
            above = parents[above]
        forked = any(_WARM in word for word in lines.get(parents[pid], ())) and not _is_sandbox(
            lines[parents[pid]]
        )
        found[pid] = _role(line, inside=inside, forked=forked)
    return found


def _role(line: list[str], *, inside: bool, forked: bool) -> str:
    if not line:
        return "gone"
    if _is_sandbox(line):
        return "sandbox"
    if not any(_WARM in word for word in line):
        return "helper"
    if inside:
        return "sandbox: the student's process" if forked else "worker: the students' warm process"
    return "worker: the judge's process" if forked else "worker: the judge's warm process"


def _is_sandbox(line: list[str]) -> bool:
    return bool(line) and Path(line[0]).name in _SANDBOX


def _parent(entry: Path) -> list[tuple[int, int]]:
    try:
        # The name in parentheses may itself hold parentheses and spaces.
        state, parent, *_ = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except (OSError, ValueError):
        return []
    return [] if state in "ZX" else [(int(entry.name), int(parent))]


def _line(pid: int) -> list[str]:
    try:
        return Path("/proc", str(pid), "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []
