"""Ask for namespaces by `clone` instead of `unshare`, for raw sockets, and for the machine's own settings."""

FIRST = """\
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
clone = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x02000000, 0x04000000, 0x08000000):
    pid = libc.syscall(clone, flag | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        print("GRANTED", hex(flag))
for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/user/max_user_namespaces"):
    try:
        open(path, "w").write("1")
        print("GRANTED", path)
    except OSError as error:
        print(error.strerror)
for family, protocol in ((socket.AF_PACKET, 0), (socket.AF_INET, 1)):
    try:
        socket.socket(family, socket.SOCK_RAW, protocol)
        print("GRANTED", family)
    except OSError as error:
        print(error.strerror)
try:
    os.setpriority(os.PRIO_PROCESS, 0, -5)
    print("GRANTED priority")
except OSError as error:
    print(error.strerror)
"""
FORBIDDEN = "GRANTED"
UNTRIED = "nbgrader grants whatever its user may"
