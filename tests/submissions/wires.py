"""How a student's code reaches the wire that its own process answers on: texts to begin a cell with."""

# write(data) sends raw bytes to every socket that the process holds.
FIND_WIRES = """\
import os, socket, struct
def wires():
    for fd in sorted(map(int, os.listdir("/proc/self/fd"))):
        try:
            yield socket.socket(fileno=os.dup(fd))
        except OSError:
            pass
def write(data):
    for wire in wires():
        try:
            wire.sendall(data)
        except OSError:
            pass
def frame(header, buffers=b"", magic=b"GL01"):
    return struct.pack(">4sIQ", magic, len(header), len(buffers)) + header + buffers
"""

# next_answer(change) has the next message that leaves the process changed by change(message, buffers).
PATCH_SEND = """\
import copy, json, sys
from genai_lab.grading import wire
honest = wire.Wire.send
def next_answer(change):
    def send(self, message, buffers=(), deadline=None):
        wire.Wire.send = honest
        return honest(self, *change(copy.deepcopy(message), list(buffers)), deadline)
    wire.Wire.send = send
def every(word, coded):
    if isinstance(coded, list) and coded and coded[0] == word:
        yield coded
    for part in coded.values() if isinstance(coded, dict) else coded if isinstance(coded, list) else ():
        yield from every(word, part)
"""
