"""Where a student's code runs: a bubblewrap sandbox that holds an interpreter, this library and nothing else.

What a process does inside, before it runs the first line of a stranger, is in `isolation`.
"""

import functools
import os
import platform
import shutil
import site
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import genai_lab

NOBODY = 65534
SCRATCH = "/tmp"  # the one place in the sandbox that can be written to
MACHINES = ("x86_64", "aarch64")  # those whose system calls `isolation` knows by number
PACKAGE = Path(os.path.abspath(genai_lab.__file__)).parent

_TOP = ("bin", "sbin", "lib", "lib32", "lib64")
# Not share/ nor src/: nbgrader's exchange may lie in /usr/local/share, and a course in /usr/src.
_PARTS = ("bin", "lib", "lib32", "lib64", "pyvenv.cfg")
_SYSTEM = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/usr/share/fonts", "/usr/share/zoneinfo")
# Not zero: a shared mapping of it is memory that shows in no process's size.
_DEVICES = ("null", "full", "random", "urandom")
# What `isolation` needs, over the sandbox alone, to part a child from the process that forked it.
_CAPABILITIES = ("CAP_SYS_ADMIN", "CAP_SYS_RESOURCE", "CAP_SETPCAP")
# Knobs by which distributions forbid the sandbox to ordinary users, with the value that allows it.
_KNOBS = (
    ("kernel/apparmor_restrict_unprivileged_userns", "0"),
    ("kernel/unprivileged_userns_clone", "1"),
    ("user/max_user_namespaces", "10000"),
)
_TRIAL = """
import os, sys
sys.path.insert(0, sys.argv[1])
from genai_lab.grading import isolation, sandbox
child = isolation.fork()
if child:
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
isolation.isolate(sandbox.Limits(), keep=(1, 2))
os.write(1, b"isolated")
"""


@dataclass(frozen=True)
class Limits:
    """What one notebook may take: seconds for a call, a cell and all of it; bytes; processes."""

    call: float = 60.0
    cell: float = 120.0
    notebook: float = 900.0
    memory: int = 2 * 2**30
    disk: int = 64 * 2**20
    processes: int = 64


@functools.cache
def available() -> str | None:
    """None where the sandbox works on this machine, otherwise why not and the command that mends it."""
    if sys.platform != "linux":
        return "The sandbox needs Linux: grade on a Linux machine, in a virtual one or (Windows) under WSL."
    if platform.machine() not in MACHINES:
        return f"The sandbox knows {' and '.join(MACHINES)}; this machine is {platform.machine()}."
    needed = {"bwrap": "bubblewrap", **({"setpriv": "util-linux"} if os.getuid() == 0 else {})}
    missing = [package for program, package in needed.items() if not shutil.which(program)]
    if missing:
        names = " ".join(missing)
        return f"The sandbox needs {names}, which is not installed: run `sudo apt-get install {names}`."
    trial = command([sys.executable, "-P", "-c", _TRIAL, str(PACKAGE.parent)])
    try:
        done = subprocess.run(trial, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "The sandbox did not start within 60 seconds on this machine."
    if done.stdout == b"isolated":
        return None
    said = done.stderr.decode(errors="replace").strip().splitlines() or ["nothing"]
    return f"The sandbox does not start on this machine. {_remedy()} It said: {said[-1][:300]}"


def _remedy() -> str:
    for knob, wanted in _KNOBS:
        path = Path("/proc/sys", knob)
        found = path.read_text().strip() if path.exists() else wanted
        if found != wanted and "0" in (found, wanted):
            return f"Run `sudo sysctl -w {knob.replace('/', '.')}={wanted}`."
    return (
        "In a container, start that with `--security-opt seccomp=unconfined --security-opt "
        "systempaths=unconfined`. As root, the interpreter's and the library's files must be readable by all."
    )


def environment(folder: str, data: str | None = None) -> dict[str, str]:
    """The environment of a process that works in `folder` and finds the course's data sets in `data`."""
    path = [os.path.dirname(sys.executable), "/usr/local/bin", "/usr/bin", "/bin"]
    variables = {
        "PATH": os.pathsep.join(path),
        "HOME": folder,
        "TMPDIR": folder,
        "USER": "student",  # there is no /etc/passwd to look it up in
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": f"{folder}/.matplotlib",
        "IPYTHONDIR": f"{folder}/.ipython",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_NO_INDEX": "1",  # there is no network: say so at once
    }
    if site.ENABLE_USER_SITE and site.USER_BASE:
        variables["PYTHONUSERBASE"] = site.USER_BASE
    if data:
        variables["GENAI_LAB_DATA"] = data
    return variables


def data_folder() -> Path | None:
    """Where this machine keeps the course's data sets, if it does: `genai_lab.data.mnist` looks there."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("GENAI_LAB_DATA") or cache / "genai_lab")
    return folder.absolute() if folder.is_dir() else None


def command(argv: Sequence[str]) -> list[str]:
    """The command that runs `argv` in the sandbox, where it sees and keeps the descriptors it inherits."""
    binds = _binds()
    if os.getuid() != 0:
        return _inner(binds, argv)
    # Root's folders may be closed to others, and no limit on processes binds for root. So a first bubblewrap
    # lays out what the sandbox needs where nobody can reach it, and the sandbox is started as nobody.
    outer = ["bwrap", "--die-with-parent", "--dev-bind", "/", "/", "--tmpfs", "/mnt"]
    staged = []
    for number, (source, target) in enumerate(binds):
        outer += ["--ro-bind", source, f"/mnt/{number}"]
        staged.append((f"/mnt/{number}", target))
    outer += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    demote = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    return [*outer, "--", *demote, *_inner(staged, argv)]


def _inner(binds: Iterable[tuple[str, str]], argv: Sequence[str]) -> list[str]:
    line = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--hostname", "sandbox"]
    line += ["--clearenv", "--proc", "/proc", "--tmpfs", SCRATCH, "--tmpfs", "/dev", "--dir", "/dev/shm"]
    for name in _DEVICES:
        line += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    for name in _TOP:
        if os.path.islink(f"/{name}"):
            line += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
    for source, target in binds:
        line += ["--ro-bind", source, target]
    # The folders that bubblewrap makes would otherwise be a letter box between one student and the next.
    line += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", SCRATCH]
    for capability in _CAPABILITIES:
        line += ["--cap-add", capability]
    for name, value in environment(SCRATCH, "/data" if _data_files() else None).items():
        line += ["--setenv", name, value]
    return [*line, "--", *argv]


def _binds() -> list[tuple[str, str]]:
    """What the sandbox shows of this machine, each with its place inside: never a whole checkout or home."""
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    prefixes |= {os.path.dirname(os.path.dirname(os.path.realpath(sys.executable)))}
    prefixes |= {os.path.realpath(prefix) for prefix in prefixes}
    wanted = [f"/{name}" for name in _TOP if not os.path.islink(f"/{name}")]
    for prefix in ("/usr", "/usr/local", *sorted(prefixes)):
        wanted += [os.path.join(prefix, part) for part in _PARTS]
    wanted += _SYSTEM
    if site.ENABLE_USER_SITE:
        wanted.append(site.getusersitepackages())
    wanted.append(str(PACKAGE))
    shown: list[str] = []
    for path in wanted:
        if os.path.exists(path) and not any(Path(path).is_relative_to(folder) for folder in shown):
            shown.append(path)
    return [*((path, path) for path in shown), *((str(path), f"/data/{path.name}") for path in _data_files())]


def _data_files() -> list[Path]:
    folder = data_folder()
    return sorted(folder.glob("*.npz")) if folder else []
