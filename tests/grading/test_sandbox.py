"""What a student's process can see, reach, take and leave behind, tried from inside it."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genai_lab.grading import family, sandbox
from genai_lab.grading.nursery import Nursery

from .children import (
    LEADING,
    LIMITS,
    ORPHAN,
    REPOSITORY,
    Child,
    child_of,
    left_in,
    listening,
    needs_bubblewrap,
    nursery_of,
)

pytestmark = needs_bubblewrap

WRITABLE = """
answer = []
for folder, folders, files in os.walk("/"):
    if folder == "/proc" or folder.count("/") > 5:
        folders.clear()  # of /proc another test; and of what is deeper these are examples enough
        continue
    paths = [os.path.join(folder, name) for name in [".", *files]]
    answer += [path for path in paths if os.access(path, os.W_OK) and not os.path.islink(path)]
"""
WRITE = "os.write(os.open({!r}, os.O_WRONLY), b'1')"
FORKS = """
children = []
try:
    while len(children) < 1000:
        child = os.fork()
        if child == 0:
            time.sleep(1000)
        children.append(child)
    answer = "no end"
except OSError as error:
    answer = [len(children), type(error).__name__]
"""
HOARD = """
for _ in range(4):
    if os.fork() == 0:
        {before}
        hoard = [bytearray(b"x") * (380 * 2**20)]
        time.sleep(1000)
time.sleep(1000)
"""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with nursery_of("mutable = ['the template']") as nursery:
        yield nursery


@pytest.fixture
def child(nursery: Nursery) -> Iterator[Child]:
    with child_of(nursery) as child:
        yield child


def test_the_sandbox_works_where_bubblewrap_is_installed() -> None:
    assert sandbox.available() is None


@pytest.mark.parametrize("missing", ["bwrap", "setpriv"])
def test_what_is_missing_is_named_with_its_command(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if name == missing else f"/usr/bin/{name}")
    monkeypatch.setattr(os, "getuid", lambda: 0)
    reason = sandbox.available.__wrapped__()
    assert reason is not None
    assert f"apt-get install {'bubblewrap' if missing == 'bwrap' else 'util-linux'}" in reason


def test_a_refusal_quotes_what_the_system_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_TRIAL", "import sys; sys.exit('no namespaces for you')")
    assert "no namespaces for you" in str(sandbox.available.__wrapped__())


def test_it_needs_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "needs Linux" in str(sandbox.available.__wrapped__())


def test_of_the_checkout_only_the_library_is_there(child: Child) -> None:
    shown = child.run(f"answer = os.listdir({str(REPOSITORY)!r})")
    prefix = Path(sys.prefix)
    inside = {prefix.relative_to(REPOSITORY).parts[0]} if prefix.is_relative_to(REPOSITORY) else set()
    assert set(shown) == {"genai_lab"} | inside
    assert child.run("import genai_lab.grading.digest; answer = genai_lab.__file__") == str(
        REPOSITORY / "genai_lab" / "__init__.py"
    )


def test_no_home_and_no_file_of_the_system_is_there(child: Child) -> None:
    found = child.run(
        "answer = [p for p in ('/home', '/root/.ssh', '/root/.bashrc', '/etc/passwd', '/etc/shadow', '/var', "
        "'/srv', '/run', '/sys', '/usr/src', '/usr/local/share', '/mnt', '/opt') if os.path.exists(p)]"
    )
    assert found == []
    assert child.run("answer = [os.getcwd(), os.listdir('/dev/shm')]") == ["/tmp", []]
    assert left_in("/tmp", child.run("answer = os.listdir('/tmp')")) == []


def test_only_the_scratch_folders_can_be_written_to(child: Child) -> None:
    devices = {f"/dev/{name}" for name in ("full", "null", "random", "urandom")}
    writable = {path.removesuffix("/.") for path in child.run(WRITABLE)} - LEADING
    assert {"/tmp", "/dev/shm"} <= writable <= {"/tmp", "/dev/shm"} | devices
    knobs = child.run(
        "answer = [os.path.join(folder, name) for folder, _, files in os.walk('/proc/sys') for name in files "
        "if os.access(os.path.join(folder, name), os.W_OK)]"
    )
    # One may be opened, and answers only to privileged writers.
    assert [knob for knob in knobs if "Error" not in str(child.run(WRITE.format(knob)))] == []


def test_the_environment_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    with nursery_of() as nursery, child_of(nursery) as child:
        names = child.run("answer = sorted(os.environ)")
        everywhere = child.run("answer = [open(f'/proc/{p}/environ').read() for p in (1, os.getpid())]")
        assert child.run("answer = socket.gethostname()") == "sandbox"
    ours = set(sandbox.environment("/tmp")) | {"GENAI_LAB_DATA"}
    assert set(names) - {"PWD", "LC_CTYPE", "SHLVL", "_"} <= ours
    assert "hunter2" not in str(everywhere)


def test_data_sets_are_there_and_nothing_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mnist.npz").write_bytes(b"images")
    (tmp_path / "gradebook.db").write_bytes(b"points")
    monkeypatch.setenv("GENAI_LAB_DATA", str(tmp_path))
    with nursery_of() as nursery, child_of(nursery) as child:
        assert child.run("answer = os.listdir(os.environ['GENAI_LAB_DATA'])") == ["mnist.npz"]


def test_it_sees_and_signals_nobody_else(child: Child) -> None:
    assert child.run("answer = [p for p in os.listdir('/proc') if p.isdigit()]") == ["1"]
    assert child.run("answer = os.getpid()") == 1
    for pid in (2, os.getpid(), os.getppid()):
        assert child.run(f"os.kill({pid}, 9)").startswith("ProcessLookupError")


def test_it_has_no_network(child: Child) -> None:
    assert child.run("answer = [name for _, name in socket.if_nameindex()]") in (["lo"], [])
    connect = "s = socket.socket(); s.settimeout(5); s.connect(({!r}, {}))"
    assert child.run(connect.format("127.0.0.1", 22)).startswith("OSError: [Errno 101]")
    assert child.run(connect.format("1.1.1.1", 53)).startswith("OSError: [Errno 101]")
    with listening("genai-lab-host") as server:
        name = server.getsockname()
        assert child.run(f"socket.socket(socket.AF_UNIX).connect({name!r})").startswith("ConnectionRefused")


def test_it_holds_no_descriptor_but_its_connection(child: Child) -> None:
    held = child.run(
        "answer = []\nfor n in range(256):\n    try: answer.append(os.readlink(f'/proc/self/fd/{n}'))\n"
        "    except OSError: pass"
    )
    assert held[:3] == ["/dev/null"] * 3
    assert [name.partition(":")[0] for name in held[3:]] == ["socket"]


def test_it_has_no_privilege_and_gets_none(child: Child) -> None:
    status = child.run("answer = dict(l.split(':', 1) for l in open('/proc/self/status'))")
    assert {status[f"Cap{kind}"].strip("0\t\n") for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {""}
    assert status["NoNewPrivs"].strip() == "1"
    assert child.run("answer = open('/proc/sys/user/max_user_namespaces').read().strip()") == "0"
    clone = {"x86_64": 56, "aarch64": 220}[platform.machine()]
    for call in (
        "libc.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
        "libc.umount2(b'/tmp', 2)",
        "libc.umount2(b'/proc', 2)",
        "libc.unshare(0x10000000)",
        "libc.unshare(0x20000)",
        "libc.ptrace(16, 1, 0, 0)",
        f"libc.syscall({clone}, 0x10000000 | 17, 0, 0, 0, 0)",
        "libc.chroot(b'/tmp')",
        "libc.sethostname(b'me', 2)",
    ):
        assert child.run(f"answer = {call}") == -1, call


def test_the_disk_is_bounded(child: Child) -> None:
    answer = child.run("open('/tmp/big', 'wb').write(bytes(5 * 2**20))")
    assert answer.startswith("OSError: [Errno 27]")  # one file
    child.run("os.remove('/tmp/big')")
    fill = "for n in range(40):\n    open(f'{place}/{n}', 'wb').write(bytes(2**20))"
    assert child.run(fill.format(place="/tmp", n="{n}")).startswith("OSError: [Errno 28]")
    assert child.run(fill.format(place="/dev/shm", n="{n}")).startswith("OSError: [Errno 28]")
    many = "for n in range(10**6):\n    open(f'/dev/shm/{n}', 'wb').close()"
    assert child.run(many).startswith("OSError: [Errno 28]")


def test_one_process_gets_a_memory_error(child: Child) -> None:
    assert child.run("b = bytearray(2**40)").startswith("MemoryError")
    assert child.run("b = bytearray(600 * 2**20)").startswith("MemoryError")
    assert child.run("b = bytearray(300 * 2**20); answer = len(b)") == 300 * 2**20


@pytest.mark.parametrize("before", ["pass", "libc.prctl(4, 0, 0, 0, 0)"], ids=["open", "hidden"])
def test_many_processes_together_are_ended_for_their_memory(nursery: Nursery, before: str) -> None:
    with child_of(nursery) as child:
        child.tell(HOARD.format(before=before))
        assert nursery.ended(30) == "memory"


@pytest.mark.parametrize(
    "source",
    [
        "os.memfd_create('hidden')",
        "import mmap; m = mmap.mmap(-1, 2**20)",
        "os.open('/dev/zero', os.O_RDWR)",
        "number = libc.shmget(0, 2**20, 0o1600)\nif number < 0: raise OSError(ctypes.get_errno(), '')",
    ],
)
def test_no_memory_can_be_held_out_of_sight(child: Child, source: str) -> None:
    assert "Error" in str(child.run(source))


def test_a_fork_bomb_is_bounded(nursery: Nursery) -> None:
    with child_of(nursery) as child:
        count, error = child.run(FORKS)
        assert error == "BlockingIOError"
        assert 0 < count < LIMITS.processes
    with child_of(nursery) as child:
        assert child.run("answer = len([p for p in os.listdir('/proc') if p.isdigit()])") == 1


def test_an_orphan_ends_with_its_notebook(nursery: Nursery) -> None:
    sandbox_itself = set(family.descendants(os.getpid()))
    with child_of(nursery) as child:
        answer = child.run(ORPHAN)
        assert answer is None
        assert len(set(family.descendants(os.getpid())) - sandbox_itself) == 2
        child.tell("os._exit(0)")
        assert nursery.ended(10) == "exit 0"
        assert set(family.descendants(os.getpid())) == sandbox_itself


def test_the_next_child_finds_nothing_of_the_last(nursery: Nursery) -> None:
    leave = """
    for folder in ("/tmp", "/dev/shm"):
        open(folder + "/letter", "w").write("read me")
    mutable.append("the first child")
    json.left = "an attribute"
    socket.socket(socket.AF_UNIX).bind(chr(0) + "left")
    os.environ["LEFT"] = "a variable"
    kept = libc.syscall({"x86_64": 248, "aarch64": 217}[os.uname().machine], b"user", b"k", b"v", 1, -3)
    answer = kept
    """
    with child_of(nursery) as child:
        assert child.run("\n".join(line[4:] for line in leave.splitlines())) == -1  # no key was kept
    with child_of(nursery) as child:
        assert left_in("/tmp", child.run("answer = os.listdir('/tmp')")) == []
        assert child.run("answer = os.listdir('/dev/shm')") == []
        assert child.run("answer = [mutable, hasattr(json, 'left'), 'LEFT' in os.environ]") == [
            ["the template"],
            False,
            False,
        ]
        assert child.run("socket.socket(socket.AF_UNIX).connect(chr(0) + 'left')").startswith("ConnectionRef")


def test_no_writable_memory_is_shared_with_the_template(child: Child) -> None:
    assert (
        child.run("answer = [line for line in open('/proc/self/maps') if line.split()[1][1::2] == 'ws']")
        == []
    )


def test_limits_cannot_be_raised(child: Child) -> None:
    for name in ("AS", "NPROC", "FSIZE", "NOFILE", "CPU", "CORE"):
        raised = f"import resource as r; r.setrlimit(r.RLIMIT_{name}, (r.RLIM_INFINITY,) * 2)"
        assert child.run(raised).startswith("ValueError"), name


def test_a_library_in_the_scratch_folder_and_under_a_space_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "a place" / "genai_lab"
    shutil.copytree(sandbox.PACKAGE, package)
    (package.parent / "gradebook.db").write_text("points")
    monkeypatch.setattr(sandbox, "PACKAGE", package)
    with nursery_of() as nursery, child_of(nursery) as child:
        found: Any = child.run("import genai_lab.grading.digest as d; answer = d.__file__")
        assert found == str(package / "grading" / "digest.py")
        assert child.run(f"answer = os.listdir({str(package.parent)!r})") == ["genai_lab"]
        assert child.run(f"open({str(package / 'left')!r}, 'w')").startswith("OSError: [Errno 30]")
