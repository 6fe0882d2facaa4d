"""Read the memory and the files of every process in sight."""

FIRST = """\
import ctypes, glob, os
for path in glob.glob("/proc/[0-9]*/mem") + glob.glob("/proc/[0-9]*/root") + glob.glob("/proc/[0-9]*/cwd"):
    pid = int(path.split("/")[2])
    if pid != os.getpid():
        print("SEES", pid, ctypes.CDLL(None).ptrace(0x4206, pid, 0, 0))
for path in ("/proc/1/root/etc/shadow", "@course@/canary", "@course@/gradebook.db"):
    try:
        print("READS", open(path, "rb").read(10))
    except OSError as error:
        print(error.strerror)
try:
    open("@course@/canary", "a").write("x")
except OSError as error:
    print(error.strerror)
"""
STOCK = "harm"
