"""What the machine and the course offer: the sandbox, memory, disk, the folder, the gradebook, the data."""

import contextlib
import importlib.util
import os
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from genai_lab.grading import sandbox
from genai_lab.grading.course import Course, CourseError, units_in
from genai_lab.grading.doctor.finding import DEVELOPER, INSTRUCTOR, ROLES, Check, Finding, State

_GIB = 2**30
_NOTEBOOK = 1.5  # GiB that a solved notebook may take
_WORKER = 1.0  # GiB for each submission that is graded at the same time
_TABLES = {"alembic_version", "assignment", "student", "submitted_assignment", "grade"}
_NETWORKS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "fuse.sshfs",
    "lustre",
    "beegfs",
    "gpfs",
}
_ELSEWHERE = "genai-lab grade UNIT --db sqlite:////a/local/folder/gradebook.db"


def _sandbox(_: Path) -> Iterator[Finding]:
    why = sandbox.available()
    if why is None:
        yield Finding((INSTRUCTOR,), "sandbox", "ok", "students' code is shut off from this machine")
    else:
        command = re.search(r"[Rr]un `([^`]+)`", why)
        remedy = command[1] if command else "genai-lab grade UNIT --no-sandbox  # only what you trust"
        yield Finding((INSTRUCTOR,), "sandbox", "missing", why, remedy)


def _memory(_: Path) -> Iterator[Finding]:
    free, number = _free_memory(), cores()
    if free is None:
        yield Finding(
            ROLES, "memory", "warning", f"This system does not tell how much is free; {number} cores."
        )
        return
    said = f"{free:.1f} GiB free, {number} cores"
    if free < _NOTEBOOK:
        text = f"{said}; a notebook may take {_NOTEBOOK:g} GiB. Close other programs."
        yield Finding(ROLES, "memory", "warning", text)
    else:
        yield Finding(ROLES, "memory", "ok", said)
    workers = int(free / _WORKER)
    if workers >= number:
        yield Finding(
            (INSTRUCTOR,), "workers", "ok", f"{number}, as many as cores; memory would do for {workers}"
        )
    else:
        text = f"{said}; each submission that is graded at the same time takes about {_WORKER:g} GiB."
        remedy = f"genai-lab grade UNIT --workers {max(workers, 1)}"
        yield Finding((INSTRUCTOR,), "workers", "warning" if workers else "missing", text, remedy)


def cores() -> int:
    """As many as there are for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _free_memory() -> float | None:
    """In GiB, within the bounds of a container; None where this system does not say."""
    with contextlib.suppress(OSError, TypeError):
        told = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
        bounds = [float(told[1]) / 2**20] if told else []
        with contextlib.suppress(OSError, ValueError):  # no bound is the word "max"
            group = Path("/sys/fs/cgroup")
            bound, used = (int((group / name).read_text()) for name in ("memory.max", "memory.current"))
            bounds.append((bound - used) / _GIB)
        if bounds:
            return min(bounds)
    with contextlib.suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _GIB
    return None


def _disk(root: Path) -> Iterator[Finding]:
    places = {"disk of the course": root, "disk of temporary files": Path(tempfile.gettempdir())}
    for what, folder in places.items():
        free = shutil.disk_usage(folder).free / _GIB
        said = f"{free:.1f} GiB free in {folder}"
        if free > 1:
            yield Finding(ROLES, what, "ok", said)
        else:
            text = f"{said}; a class takes hundreds of MB. See what takes most:"
            state: State = "warning" if free > 0.2 else "missing"
            yield Finding(ROLES, what, state, text, f'du -h -d 2 "{folder}" | sort -h | tail')


def _course(root: Path) -> Iterator[Finding]:
    try:
        course = Course.around(root)
    except CourseError as error:
        yield Finding(ROLES, "course", "missing", str(error), "cd genai_lab")
        return
    for folder, roles, remedy in (
        (course.releases, ROLES, "genai-lab release"),
        (course.sources, (INSTRUCTOR, DEVELOPER), "git status  # is this the instructor's checkout?"),
    ):
        if units := units_in(folder):
            yield Finding(roles, f"{folder.name}/", "ok", f"{len(units)} units")
        else:
            yield Finding(roles, f"{folder.name}/", "missing", f"There are no units in {folder}.", remedy)
    if os.access(course.root, os.W_OK | os.X_OK):
        yield Finding(ROLES, "course can be written", "ok", str(course.root))
    else:
        said = f"You may not write to {course.root}."
        yield Finding(
            ROLES, "course can be written", "missing", said, f'sudo chown -R "$USER" "{course.root}"'
        )


def _file_system(root: Path) -> Iterator[Finding]:
    """SQLite's locks fail on some network file systems: https://www.sqlite.org/faq.html, question 5."""
    if sys.platform != "linux":
        return
    found = []
    for line in Path("/proc/mounts").read_text().splitlines():
        place, kind = line.split()[1:3]
        place = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), place)  # a blank in a name is \040
        if root.is_relative_to(place):
            found.append((len(place), kind))
    kind = max(found)[1]
    if kind in _NETWORKS:
        said = f"The course lies on {kind}, where SQLite's locks may fail: keep the gradebook elsewhere."
        yield Finding((INSTRUCTOR,), "file system", "warning", said, _ELSEWHERE)
    else:
        yield Finding((INSTRUCTOR,), "file system", "ok", kind)


def _gradebook(root: Path) -> Iterator[Finding]:
    """Whether grading could write to the gradebook, without making one and without changing it."""
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.exc import SQLAlchemyError

    from genai_lab.grading.pipeline import gradebook_url

    with contextlib.suppress(CourseError):  # `_course` says that there is no course
        url = make_url(gradebook_url(Course.around(root)))
        if url.get_backend_name() == "sqlite":
            yield _sqlite(Path(url.database or ""))
            return
        try:
            with create_engine(url).connect():
                yield Finding((INSTRUCTOR,), "gradebook", "ok", f"{url} answers")
        except (SQLAlchemyError, ImportError) as error:
            said = f"{url} does not answer: {str(error).splitlines()[0]}"
            yield Finding((INSTRUCTOR,), "gradebook", "missing", said, _ELSEWHERE)


def _sqlite(path: Path) -> Finding:
    who, what = (INSTRUCTOR,), "gradebook"
    if not path.exists():
        return Finding(who, what, "ok", f"none yet: `genai-lab grade` makes {path.name}")
    try:
        # mode=rw makes no file; the lock is what a writer takes first, and given back at once.
        opened = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=0.5, isolation_level=None)
        with contextlib.closing(opened) as database:
            names = {
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            if not names >= _TABLES:
                said = (
                    f"{path} is a database of something else: it lacks {', '.join(sorted(_TABLES - names))}."
                )
                return Finding(who, what, "missing", said, _ELSEWHERE)
            versions = {version for (version,) in database.execute("SELECT version_num FROM alembic_version")}
            if versions != {_newest()}:
                said = (
                    f"{path} was made by another version of nbgrader. Make a copy, then bring it up to date:"
                )
                return Finding(who, what, "missing", said, f'cp "{path}" "{path}.old" && nbgrader db upgrade')
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        said = f"{path} cannot be written: {error}. Who has it open:"
        return Finding(who, what, "warning", said, f'fuser -v "{path}"')
    except sqlite3.DatabaseError as error:
        return Finding(who, what, "missing", f"{path} is no gradebook: {error}.", _ELSEWHERE)
    return Finding(who, what, "ok", f"{path.name} opens")


def _newest() -> str:
    """The version of the gradebooks that the installed nbgrader makes, told without starting a program."""
    found = importlib.util.find_spec("nbgrader")
    folder = Path(str(found and found.origin)).parent / "alembic" / "versions"
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    made, replaced = (
        set(re.findall(rf"^{name} = '(\w+)'", text, re.MULTILINE)) for name in ("revision", "down_revision")
    )
    (newest,) = made - replaced
    return newest


def _data(_: Path) -> Iterator[Finding]:
    folder = sandbox.data_folder()
    if folder and (folder / "mnist.npz").is_file():
        yield Finding((DEVELOPER,), "MNIST", "ok", f"in {folder}")
    else:
        said = "It is not on this machine; only slow tests and benchmarks use it. This downloads it:"
        remedy = f"{sys.executable} -c \"from genai_lab.data import mnist; mnist.load('test')\""
        yield Finding((DEVELOPER,), "MNIST", "warning", said, remedy)


CHECKS: tuple[Check, ...] = (_sandbox, _memory, _disk, _course, _file_system, _gradebook, _data)
