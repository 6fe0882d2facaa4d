"""Ask for more rights: another user, other namespaces, a mount."""

FIRST = """\
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for name, call in {
    "setuid": lambda: libc.setuid(0),
    "unshare": lambda: libc.unshare(0x10000000),
    "mount": lambda: libc.mount(b"none", b"/mnt", b"tmpfs", 0, None),
    "umount": lambda: libc.umount2(b"/tmp", 2),
    "chroot": lambda: libc.chroot(b"/tmp"),
    "sethostname": lambda: libc.sethostname(b"x", 1),
}.items():
    if call() == 0 and name != "setuid":
        print("GRANTED", name)
os.system("cat /proc/self/status | grep Cap")
"""
FORBIDDEN = "GRANTED"
