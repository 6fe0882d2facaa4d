"""What a forked child does before the first line of a stranger: its own world, no privileges, limits.

A child in the sandbox is process 1 of a namespace of its own: it sees no process but those it starts, and
when it ends the kernel ends these. For the same reason a signal that it sends to itself has no effect, unless
it handles it. Linux only, except for `confine`.
"""

import ctypes
import os
import platform
import re
import resource
import signal
import struct
import sys
from collections.abc import Collection
from pathlib import Path

from genai_lab.grading.sandbox import SCRATCH, Limits

_NEW_MOUNTS, _NEW_IPC, _NEW_PIDS, _NEW_NETWORK = 0x20000, 0x8000000, 0x20000000, 0x40000000
_NOSUID, _NODEV, _NOEXEC, _BIND, _RECURSIVE, _PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_PDEATHSIG, _SECCOMP, _CAPBSET_DROP, _SUBREAPER, _NO_NEW_PRIVS, _AMBIENT = 1, 22, 24, 36, 38, 47
_SHM = 16 * 2**20

# Refused system calls, by number on x86_64 and aarch64: ways to hold memory that shows in no process's size
# (setsockopt enlarges the buffers of sockets), keys that outlive a process, and parts of the kernel that no
# exercise needs.
_REFUSED = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "syslog": (103, 116),
    "unshare": (272, 97),
    "setns": (308, 268),
    "setsockopt": (54, 208),
    "mount": (165, 40),
    "umount2": (166, 39),
}
_MMAP, _ARCHITECTURE = (9, 222), (0xC000003E, 0xC00000B7)
_MACHINES = ("x86_64", "aarch64")

_libc = ctypes.CDLL(None, use_errno=True)


def fork() -> int:
    """As `os.fork`, with a child that is process 1 of a new process namespace."""
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    try:
        _call("unshare", _NEW_PIDS)
        child = os.fork()
        if child:
            _call("setns", own, _NEW_PIDS)
        return child
    finally:
        os.close(own)


def isolate(limits: Limits, keep: Collection[int]) -> None:
    """Leave a child of `fork` with the descriptors `keep`, and able to do nothing but compute.

    Raises OSError where the system refuses.
    """
    leave_descriptors(keep)
    die_with_parent()
    # The sandbox has no network but its loopback, and a new one has not even that.
    _call("unshare", _NEW_MOUNTS | _NEW_IPC | _NEW_NETWORK)
    _own_mounts(limits)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    Path("/proc/self/oom_score_adj").write_text("1000")
    os.setsid()
    os.chdir(SCRATCH)
    resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes))
    _limit(limits)
    _drop_privileges()
    _refuse_calls()


def confine(limits: Limits, keep: Collection[int]) -> None:
    """Without a sandbox: what limits alone can do, in a session of its own. Processes are not limited."""
    leave_descriptors(keep)
    os.setsid()
    _limit(limits)


def leave_descriptors(keep: Collection[int]) -> None:
    """Close every descriptor but `keep`, with /dev/null in place of standard input, output and error."""
    folder = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"
    for descriptor in map(int, os.listdir(folder)):
        if descriptor > 2 and descriptor not in keep:
            try:
                os.close(descriptor)
            except OSError:  # the listing's own
                continue
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in {0, 1, 2} - set(keep):
        os.dup2(null, descriptor)
    if null > 2:
        os.close(null)


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends."""
    if sys.platform == "linux":
        _call("prctl", _PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Ask Linux to make this process the parent of descendants whose own parent ended."""
    if sys.platform == "linux":
        _call("prctl", _SUBREAPER, 1, 0, 0, 0)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _own_mounts(limits: Limits) -> None:
    scratch = f"size={limits.disk},nr_inodes=20000,mode=700"
    # What the sandbox shows may itself lie in the scratch folder: it is put back after that is covered.
    _mount("none", "/", None, _RECURSIVE | _PRIVATE, None)
    covered = [point for point in _mount_points() if point.startswith(f"{SCRATCH}/")]
    old = os.open(SCRATCH, os.O_PATH)
    _mount("tmpfs", SCRATCH, "tmpfs", _NOSUID | _NODEV, scratch)
    for point in covered:
        source = f"/proc/self/fd/{old}/{os.path.relpath(point, SCRATCH)}"
        if os.path.isdir(source):
            os.makedirs(point, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(point), exist_ok=True)
            Path(point).touch()
        _mount(source, point, None, _BIND | _RECURSIVE, None)
    os.close(old)
    _mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV, f"size={_SHM},nr_inodes=1000")
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC, None)


def _mount_points() -> list[str]:
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    return [re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), line.split()[4]) for line in lines]


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None) -> None:
    texts = [text.encode() if text is not None else None for text in (source, target, kind, options)]
    _call("mount", *texts[:3], ctypes.c_ulong(flags), texts[3])


def _drop_privileges() -> None:
    """Give up every capability for good."""
    _call("prctl", _NO_NEW_PRIVS, 1, 0, 0, 0)
    _call("prctl", _AMBIENT, 4, 0, 0, 0)
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        _call("prctl", _CAPBSET_DROP, capability, 0, 0, 0)
    header, nothing = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    _call("capset", header, nothing)


def _refuse_calls() -> None:
    """Install a seccomp filter that answers EPERM to the calls of _REFUSED and to shared anonymous memory."""
    machine = _MACHINES.index(platform.machine())
    numbers = [pair[machine] for pair in _REFUSED.values()]
    load, equal, at_least, both, answer = 0x20, 0x15, 0x35, 0x54, 0x06
    body = [(load, 0, 0, 0), (at_least, len(numbers) + 4, 0, 0x40000000)]  # numbers of the x32 interface
    body += [(equal, len(numbers) + 3 - place, 0, number) for place, number in enumerate(numbers)]
    body += [
        (equal, 0, 4, _MMAP[machine]),
        (load, 0, 0, 40),  # the flags of mmap
        (both, 0, 0, 0x21),  # MAP_SHARED and MAP_ANONYMOUS
        (equal, 0, 1, 0x21),
        (answer, 0, 0, 0x00050001),  # EPERM
        (answer, 0, 0, 0x7FFF0000),  # allow
    ]
    foreign = (answer, 0, 0, 0x80000000)  # a call of another architecture ends the process
    program = [(load, 0, 0, 4), (equal, 1, 0, _ARCHITECTURE[machine]), foreign, *body]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in program))
    filters = struct.pack("@HP", len(program), ctypes.addressof(code))
    _call("prctl", _SECCOMP, 2, filters, 0, 0)


def _limit(limits: Limits) -> None:
    seconds = int(limits.notebook) + 1
    files = min(256, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    bounds = {
        resource.RLIMIT_CORE: (1, 1),  # at 0 a crash would still start the machine's crash reporter
        resource.RLIMIT_CPU: (seconds, seconds + 5),
        resource.RLIMIT_FSIZE: (limits.disk, limits.disk),
        resource.RLIMIT_NOFILE: (files, files),
    }
    for kind, bound in bounds.items():
        resource.setrlimit(kind, bound)
    limit_memory(limits)


def limit_memory(limits: Limits) -> None:
    """Let what needs more memory than it may end in a MemoryError, which costs one answer and no process."""
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))
