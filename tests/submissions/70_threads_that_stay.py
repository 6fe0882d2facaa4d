"""Threads that go on after the answer: they change what was handed in and out, and write to the wire."""

from tests.submissions.wires import FIND_WIRES

ANSWERS = {
    "gaussian_kl": FIND_WIRES
    + """
import threading, time
def gaussian_kl(mu, logvar):
    result = torch.zeros(len(mu), dtype=mu.dtype)
    def later():
        while True:
            result.add_(1.0)
            write(b"GL01" + bytes(8))
            time.sleep(0.001)
    threading.Thread(target=later, daemon=True).start()
    time.sleep(0.05)
    return result
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("tampered", "wrong", "crashed")
