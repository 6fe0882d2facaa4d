"""Ask for sockets that hold megabytes: memory of the kernel's, which shows in no process's size."""

FIRST = """\
import socket
ends = socket.socketpair()
for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
    before = ends[0].getsockopt(socket.SOL_SOCKET, option)
    try:
        ends[0].setsockopt(socket.SOL_SOCKET, option, 2**22)
    except OSError as error:
        print(error.strerror)
    if ends[0].getsockopt(socket.SOL_SOCKET, option) > before:
        print("FOUND a larger buffer")
"""
UNTRIED = "nbgrader sets no limits"
