"""The doctor: what is missing is named with its command, and a healthy machine lacks nothing."""

import importlib.metadata
import io
import json
import sqlite3
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from genai_lab.grading import sandbox
from genai_lab.grading.course import Course
from genai_lab.grading.doctor import installation, machine
from genai_lab.grading.doctor.examine import examine, missing, remedies, show
from genai_lab.grading.doctor.finding import ROLES, Finding, install

from .conftest import REPOSITORY, UNIT

EVERYWHERE = Path("/")


def findings(check: Any, root: Path = EVERYWHERE) -> dict[str, Finding]:
    """What one check says, by what it looked at."""
    return {finding.what: finding for finding in check(root)}


@pytest.fixture
def gradebook(course: Course, stand_in: list[Any]) -> Path:
    """An empty gradebook of the stand-in course."""
    path = course.root / "gradebook.db"
    Gradebook(f"sqlite:///{path}").close()
    return path


def test_a_healthy_machine_lacks_nothing_and_torch_is_not_imported() -> None:
    if why := sandbox.available():
        pytest.skip(why)
    code = (
        "import sys, pathlib; from genai_lab.grading.doctor.examine import examine, missing; "
        "from genai_lab.grading.doctor.finding import ROLES; found = examine(pathlib.Path.cwd() / 'docs'); "
        "print(len(found), [each for each in found if 'could not be looked at' in each.said], "
        "missing(found, ROLES), 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    number, rest = done.stdout.strip().split(" ", 1)
    assert int(number) >= 25
    assert rest == "[] [] False"


def test_nothing_is_changed(course: Course, gradebook: Path) -> None:
    def files() -> dict[Path, tuple[int, bytes]]:
        found = (
            path for path in course.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}

    before = files()
    for check in machine.CHECKS:
        if check.__name__ != "_sandbox":
            list(check(course.root))
    assert files() == before


def test_a_check_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def _disk(root: Path) -> Iterator[Finding]:
        yield Finding(ROLES, "one disk", "ok", "fine")
        raise OSError(5, "the disk is on fire")

    monkeypatch.setattr(installation, "CHECKS", ())
    monkeypatch.setattr(machine, "CHECKS", (_disk,))
    first, second = examine(tmp_path)
    assert first.what == "one disk"
    assert (second.what, second.state) == ("disk", "warning")
    assert "the disk is on fire" in second.said


def test_what_is_missing_depends_on_who_asks() -> None:
    found = [
        Finding(("developer",), "git", "missing", "no"),
        Finding(("instructor",), "sandbox", "warning", "no"),
        Finding(ROLES, "Python", "ok", "3.11"),
    ]
    assert missing(found) == []
    assert missing(found, ("developer",)) == found[:1]


def test_the_table_tells_who_needs_what_and_the_commands_stand_below() -> None:
    found = [
        Finding(
            ("instructor", "developer"), "libraries [dev]", "missing", "no \x1b[31m[red]", "pip \x1b[dev]"
        ),
        Finding(("developer",), "git", "missing", "no", "install git"),
        Finding(ROLES, "Python", "ok", "3.11"),
    ]
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(show(found))
    said = console.export_text()
    order = [
        "for everybody",
        "Python",
        "for instructor and developer",
        "libraries [dev]",
        "[red]",
        "for developer",
    ]
    assert sorted(order, key=said.index) == order
    assert "\x1b" not in said
    console.print(show(found, ("student",)))
    assert "developer" not in console.export_text()
    assert remedies(found) == ["libraries [dev]: pip \ufffd[dev]", "git: install git"]
    assert remedies(found, ("instructor",)) == remedies(found)[:1]
    assert remedies(found, ("student",)) == []


def test_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.python_version", lambda: "3.10.14")
    finding = findings(installation._python)["Python"]
    assert (finding.state, finding.roles) == ("missing", ROLES)
    assert ">=3.11" in finding.said
    assert "3.10.14" in finding.said
    assert "make install" in finding.remedy


@pytest.mark.parametrize(
    ("library", "what", "state", "roles"),
    [
        ("tqdm", "libraries", "missing", ROLES),
        ("pytest", "libraries [dev]", "missing", ("developer",)),
        ("distributed", "libraries [cluster]", "warning", ("instructor",)),
        ("psycopg", "libraries [postgres]", "warning", ("instructor",)),
        ("playwright", "libraries [browser]", "warning", ("developer",)),
    ],
)
def test_a_library_that_is_absent_or_old(
    library: str, what: str, state: str, roles: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name == library:
            raise importlib.metadata.PackageNotFoundError(name)
        return "99"

    monkeypatch.setattr("importlib.metadata.version", version)
    finding = findings(installation._libraries, REPOSITORY)[what]
    assert (finding.state, finding.roles) == (state, roles)
    assert f"{library} is not installed" in finding.said
    assert "-m pip install -c constraints.txt -e " in finding.remedy
    assert ("[" in what) == ("[" in finding.remedy)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.0.1" if name == library else "99")
    assert f"{library} 0.0.1 is not >=" in findings(installation._libraries, EVERYWHERE)[what].said
    assert "constraints" not in findings(installation._libraries, EVERYWHERE)[what].remedy


def test_developers_need_what_the_other_extras_bring() -> None:
    names = {requirement.name for requirement in installation._needed("dev")}
    assert {"pytest", "distributed", "psycopg"} <= names
    assert not {"genai-lab", "torch", "playwright"} & names
    assert "torch" in {requirement.name for requirement in installation._needed("")}


@pytest.mark.parametrize(("status", "state"), [(0, "ok"), (1, "missing")])
def test_a_torch_that_does_not_add(status: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.CompletedProcess([], status, "2\n", "Traceback\nImportError: libcudart.so")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: done)
    monkeypatch.setattr(installation, "_installed", lambda: iter(["nvidia-cublas-cu12"]))
    finding = findings(installation._torch)["torch"]
    assert finding.state == state
    assert ("libcudart" in finding.said) == bool(status)
    assert ("gigabytes" in finding.said) != bool(status)
    assert bool(finding.remedy) == bool(status)


def test_programs_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    found = findings(installation._programs)
    assert {what: finding.state for what, finding in found.items()} == {
        "jupyter-lab": "missing", "nbgrader": "missing", "alembic": "missing",
        "make": "warning", "git": "missing", "chromium": "warning",
    }  # fmt: skip
    assert all(finding.remedy for finding in found.values())
    monkeypatch.setattr("shutil.which", lambda name, **_: "found" if name != "chromium" else None)
    assert {finding.state for finding in findings(installation._programs).values()} == {"ok"}


@pytest.mark.parametrize(
    ("system", "command"),
    [("linux", "sudo apt-get install git"), ("darwin", "brew install git"), ("win32", "winget install git")],
)
def test_the_command_is_the_systems(system: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert install("git") == command


def test_extensions_that_are_switched_off_or_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"nbgrader.server_extensions.{name}" for name in ("formgrader", "validate_assignment")]
    of_all, mine = (tmp_path / name / "jupyter_server_config" for name in ("of all", "mine"))
    of_all.with_suffix(".d").mkdir(parents=True)
    mine.parent.mkdir()
    everything = {"ServerApp": {"jpserver_extensions": dict.fromkeys(names, True)}}
    (of_all.with_suffix(".d") / "nbgrader.json").write_text(json.dumps(everything))
    mine.with_suffix(".json").write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": {names[0]: False}}})
    )
    paths = {"config": [str(mine.parent), str(of_all.parent)], "data": [str(tmp_path)]}
    monkeypatch.setattr(installation, "_jupyter_paths", lambda: paths)
    found = findings(installation._extensions)
    assert {what: finding.state for what, finding in found.items()} == {
        "validate_assignment": "ok", "formgrader": "missing", "nbgrader's buttons": "missing"
    }  # fmt: skip
    assert found["formgrader"].remedy.startswith("jupyter server extension enable")
    assert "student" not in found["formgrader"].roles
    (tmp_path / "labextensions" / "@jupyter" / "nbgrader").mkdir(parents=True)
    (tmp_path / "labextensions" / "@jupyter" / "nbgrader" / "package.json").touch()
    mine.with_suffix(".json").unlink()
    assert {finding.state for finding in findings(installation._extensions).values()} == {"ok"}


@pytest.mark.parametrize(
    ("why", "remedy"),
    [
        (
            "The sandbox needs bubblewrap: run `sudo apt-get install bubblewrap`.",
            "sudo apt-get install bubblewrap",
        ),
        ("The sandbox does not start. Run `sudo sysctl -w a.b=1`. It said: no", "sudo sysctl -w a.b=1"),
        ("The sandbox needs Linux: grade on a Linux machine.", "--no-sandbox"),
    ],
)
def test_a_sandbox_that_does_not_work(why: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "available", lambda: why)
    finding = findings(machine._sandbox)["sandbox"]
    assert (finding.state, finding.said, finding.roles) == ("missing", why, ("instructor",))
    assert remedy in finding.remedy


@pytest.mark.parametrize(
    ("free", "states", "workers"),
    [
        (64.0, ("ok", "ok"), ""),
        (2.5, ("ok", "warning"), "--workers 2"),
        (0.4, ("warning", "missing"), "--workers 1"),
    ],
)
def test_memory_and_how_many_workers_fit(
    free: float, states: tuple[str, str], workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_free_memory", lambda: free)
    monkeypatch.setattr(machine, "cores", lambda: 8)
    found = findings(machine._memory)
    assert (found["memory"].state, found["workers"].state) == states
    assert found["workers"].remedy.endswith(workers)


def test_memory_of_a_container_and_of_a_system_that_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "/proc/meminfo": "MemTotal: 9 kB\nMemAvailable:   8388608 kB\n",
        "/sys/fs/cgroup/memory.max": f"{3 * 2**30}\n",
        "/sys/fs/cgroup/memory.current": f"{2**30}\n",
    }

    def read(path: Path, *_: Any, **__: Any) -> str:
        if path.as_posix() not in texts:
            raise FileNotFoundError(path)
        return texts[path.as_posix()]

    monkeypatch.setattr(Path, "read_text", read)
    assert machine._free_memory() == 2
    texts["/sys/fs/cgroup/memory.max"] = "max\n"
    assert machine._free_memory() == 8
    texts.clear()
    monkeypatch.setattr(
        "os.sysconf", {"SC_PHYS_PAGES": 2**20, "SC_PAGE_SIZE": 4096}.__getitem__, raising=False
    )
    assert machine._free_memory() == 4
    monkeypatch.delattr("os.sysconf")
    assert machine._free_memory() is None
    assert findings(machine._memory)["memory"].state == "warning"


@pytest.mark.parametrize(("free", "state"), [(2**33, "ok"), (2**29, "warning"), (2**20, "missing")])
def test_a_disk_that_is_full(free: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: namedtuple("Usage", "free")(free))
    assert {finding.state for finding in findings(machine._disk).values()} == {state}


def test_outside_a_course_and_in_one(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = findings(machine._course, tmp_path)["course"]
    assert outside.state == "missing"
    assert "nbgrader_config.py" in outside.said
    assert not findings(machine._gradebook, tmp_path)
    inside = findings(machine._course, course.root)
    assert (inside["solutions/"].state, inside["course/"].state) == ("ok", "missing")
    assert inside["course/"].remedy == "genai-lab release"
    (course.releases / UNIT).mkdir(parents=True)
    assert {finding.state for finding in findings(machine._course, course.root).values()} == {"ok"}
    monkeypatch.setattr("os.access", lambda *_: False)
    assert findings(machine._course, course.root)["course can be written"].state == "missing"


@pytest.mark.parametrize(("kind", "state"), [("nfs4", "warning"), ("ext4", "ok")])
def test_a_course_on_a_network(kind: str, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = f"/dev/sda / ext4 rw 0 0\nserver:/x /home/my\\040files {kind} rw 0 0\nproc /proc proc rw 0 0\n"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: mounts)
    assert findings(machine._file_system, Path("/home/my files/course"))["file system"].state == state
    assert findings(machine._file_system, Path("/home/mine"))["file system"].state == "ok"


def test_no_gradebook_yet(course: Course) -> None:
    finding = findings(machine._gradebook, course.root)["gradebook"]
    assert (finding.state, list(course.root.glob("*.db"))) == ("ok", [])


def test_a_gradebook_that_opens_and_one_that_is_held(course: Course, gradebook: Path) -> None:
    assert findings(machine._gradebook, course.root)["gradebook"].state == "ok"
    with closing(sqlite3.connect(gradebook, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held = findings(machine._gradebook, course.root)["gradebook"]
    assert (held.state, held.remedy) == ("warning", f'fuser -v "{gradebook}"')
    assert "locked" in held.said


def test_the_newest_gradebook_is_what_nbgrader_says(alembic_version: str) -> None:
    assert machine._newest() == alembic_version


def test_a_gradebook_of_an_older_nbgrader(course: Course, gradebook: Path) -> None:
    with closing(sqlite3.connect(gradebook)) as other:
        other.execute("UPDATE alembic_version SET version_num = 'b6d005d67074'")
        other.commit()
    old = findings(machine._gradebook, course.root)["gradebook"]
    assert old.state == "missing"
    assert "nbgrader db upgrade" in old.remedy


@pytest.mark.parametrize("foreign", ["text", "database"])
def test_a_file_that_is_no_gradebook(foreign: str, course: Course) -> None:
    path = course.root / "gradebook.db"
    if foreign == "text":
        path.write_text("Ada: 4 points\n" * 100)
    else:
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE songs (title)")
            other.commit()
    finding = findings(machine._gradebook, course.root)["gradebook"]
    assert finding.state == "missing"
    assert "--db sqlite:///" in finding.remedy


def test_a_server_that_does_not_answer(course: Course) -> None:
    config = course.root / "nbgrader_config.py"
    url = "postgresql+psycopg://someone:secret@127.0.0.1:1/grades"
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n")
    finding = findings(machine._gradebook, course.root)["gradebook"]
    assert finding.state == "missing"
    assert "127.0.0.1" in finding.said
    assert "secret" not in finding.said


@pytest.mark.parametrize("there", [True, False])
def test_mnist(there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENAI_LAB_DATA", str(tmp_path))
    if there:
        (tmp_path / "mnist.npz").touch()
    finding = findings(machine._data)["MNIST"]
    assert (finding.state, finding.roles) == ("ok" if there else "warning", ("developer",))


def test_it_has_a_look_where_the_libraries_are_missing() -> None:
    """Which is when it is needed most."""
    code = (
        "import sys; sys.modules |= dict.fromkeys(['nbgrader', 'nbformat', 'torch', 'sqlalchemy']); "
        "from genai_lab.grading.doctor.examine import examine, show; from pathlib import Path; "
        "show(examine(Path('/'))); print('told')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "told\n", done.stderr
