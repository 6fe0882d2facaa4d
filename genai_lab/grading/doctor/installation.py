"""What is installed: Python, libraries, programs, nbgrader's parts of Jupyter."""

import importlib.metadata
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from genai_lab.grading.doctor.finding import DEVELOPER, INSTRUCTOR, ROLES, Check, Finding, State, install

_TORCH = "import torch; assert torch.ones(2).sum().item() == 2; print(torch.get_num_threads())"
# An extra, who needs it, what its absence is to them, and why they need it.
_EXTRAS: tuple[tuple[str, tuple[str, ...], State, str], ...] = (
    ("", ROLES, "missing", ""),
    ("cluster", (INSTRUCTOR,), "warning", "`genai-lab grade --scheduler` needs it: "),
    ("postgres", (INSTRUCTOR,), "warning", "`genai-lab grade --db postgresql+psycopg://` needs it: "),
    ("dev", (DEVELOPER,), "missing", ""),
    ("browser", (DEVELOPER,), "warning", "The slow tests in a browser need it: "),
)
_REINSTALL = f"{sys.executable} -m pip install --force-reinstall --no-deps"
# Programs that stand beside this Python: their name, who needs them, for what, and the command that mends it.
_OWN = (
    ("jupyter-lab", ROLES, "`make student` and `make lab` start it", f"{_REINSTALL} jupyterlab"),
    ("nbgrader", (INSTRUCTOR, DEVELOPER), "feedback and export are its commands", f"{_REINSTALL} nbgrader"),
    ("alembic", (INSTRUCTOR, DEVELOPER), "nbgrader makes a gradebook with it", f"{_REINSTALL} alembic"),
)
# The system's: their names, of which one will do, and as above.
_SYSTEM: tuple[tuple[tuple[str, ...], tuple[str, ...], State, str, str], ...] = (
    (("make",), ROLES, "warning", "README.md has the plain commands, too", "make"),
    (("git",), (DEVELOPER,), "missing", "changes are handed in with it", "git"),
    (
        ("chromium", "chromium-browser", "google-chrome"),
        (DEVELOPER,),
        "warning",
        "for slow tests",
        "chromium",
    ),
)


def _python(_: Path) -> Iterator[Finding]:
    wanted = importlib.metadata.metadata("genai-lab")["Requires-Python"] or ""
    found = platform.python_version()
    if SpecifierSet(wanted).contains(found, prereleases=True):
        yield Finding(ROLES, "Python", "ok", found)
    else:
        said = f"The course needs Python {wanted}; this is {found}. Delete .venv, then:"
        yield Finding(ROLES, "Python", "missing", said, "make install PYTHON=python3.11")


def _libraries(root: Path) -> Iterator[Finding]:
    """What this package's own metadata asks for, without and with each of its extras."""
    for extra, roles, state, use in _EXTRAS:
        needed = list(_needed(extra))
        wrong = [complaint for requirement in needed if (complaint := _complaint(requirement))]
        what = f"libraries [{extra}]" if extra else "libraries"
        if wrong:
            constraints = "-c constraints.txt " if (root / "constraints.txt").is_file() else ""
            install = f"-m pip install {constraints}-e " + (f'".[{extra}]"' if extra else ".")
            yield Finding(roles, what, state, use + ", ".join(wrong), f"{sys.executable} {install}")
        else:
            yield Finding(roles, what, "ok", f"{len(needed)}, in versions that will do")


def _needed(extra: str) -> Iterator[Requirement]:
    for line in importlib.metadata.requires("genai-lab") or ():
        requirement = Requirement(line)
        always, now = (
            requirement.marker is None or requirement.marker.evaluate({"extra": name}) for name in ("", extra)
        )
        if not now or (extra and always):
            continue
        if requirement.name == "genai-lab":
            for another in sorted(requirement.extras):
                yield from _needed(another)
        else:
            yield requirement


def _complaint(requirement: Requirement) -> str:
    try:
        found = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{requirement.name} is not installed"
    fits = requirement.specifier.contains(found, prereleases=True)
    return "" if fits else f"{requirement.name} {found} is not {requirement.specifier}"


def _torch(_: Path) -> Iterator[Finding]:
    version = importlib.metadata.version("torch")
    done = subprocess.run([sys.executable, "-c", _TORCH], capture_output=True, text=True, timeout=60)
    if done.returncode:
        said = (done.stderr.strip() or "nothing").splitlines()[-1]
        text = f"torch {version} cannot add two numbers; it said: {said[:200]}"
        yield Finding(ROLES, "torch", "missing", text, f"{_REINSTALL} torch=={version}")
        return
    large = any(name.startswith("nvidia-") for name in _installed())
    size = "; it brought gigabytes of GPU libraries, which the course does not need" if large else ""
    yield Finding(ROLES, "torch", "ok", f"{version}, on {done.stdout.strip()} threads{size}")


def _installed() -> Iterator[str]:
    for distribution in importlib.metadata.distributions():
        yield (distribution.metadata["Name"] or "").lower()


def _programs(_: Path) -> Iterator[Finding]:
    for name, roles, use, remedy in _OWN:
        if shutil.which(name, path=str(Path(sys.executable).parent)):
            yield Finding(roles, name, "ok", use)
        else:
            yield Finding(roles, name, "missing", f"It is not beside this Python: {use}.", remedy)
    for names, group, state, use, package in _SYSTEM:
        if any(shutil.which(name) for name in names):
            yield Finding(group, names[0], "ok", use)
        else:
            yield Finding(group, names[0], state, f"It is not on the path: {use}.", install(package))


def _extensions(_: Path) -> Iterator[Finding]:
    """nbgrader's parts of JupyterLab, as the server will find them."""
    paths = _jupyter_paths()
    enabled = _server_extensions(paths["config"])
    for name, roles in (("validate_assignment", ROLES), ("formgrader", (INSTRUCTOR, DEVELOPER))):
        extension = f"nbgrader.server_extensions.{name}"
        if enabled.get(extension):
            yield Finding(roles, name, "ok", "enabled in Jupyter's server")
        else:
            remedy = f"jupyter server extension enable --sys-prefix {extension}"
            yield Finding(roles, name, "missing", "It is not enabled in Jupyter's server.", remedy)
    if any(Path(place, "labextensions/@jupyter/nbgrader/package.json").is_file() for place in paths["data"]):
        yield Finding(ROLES, "nbgrader's buttons", "ok", "installed in JupyterLab")
    else:
        said = "They are not installed in JupyterLab."
        yield Finding(ROLES, "nbgrader's buttons", "missing", said, f"{_REINSTALL} nbgrader")


def _jupyter_paths() -> dict[str, list[str]]:
    """Where Jupyter looks for its configuration and its data, the more important folders first."""
    command = [sys.executable, "-m", "jupyter", "--paths", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _server_extensions(folders: Sequence[str]) -> dict[str, bool]:
    """Which extensions the server's configuration switches on or off."""
    found: dict[str, bool] = {}
    for folder in reversed(folders):
        parts = sorted(Path(folder, "jupyter_server_config.d").glob("*.json"))
        for path in [*parts, Path(folder, "jupyter_server_config.json")]:
            if path.is_file():
                said = json.loads(path.read_text(encoding="utf-8"))
                found |= said.get("ServerApp", {}).get("jpserver_extensions", {})
    return found


CHECKS: tuple[Check, ...] = (_python, _libraries, _torch, _programs, _extensions)
