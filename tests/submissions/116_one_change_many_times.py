"""Report the same change of a large parameter a hundred thousand times, between two test cells."""

from tests.submissions.wires import PATCH_SEND

LARGE = """\
large = torch.nn.Linear(4000, 2000, bias=False)
def repeating(self, message, buffers=(), deadline=None):
    if message.get("twins") == [] and student.kept and message.get("value", 0) is None:
        message = dict(message, twins=[{"key": min(student.kept)}] * 100_000)
    return honest(self, message, buffers, deadline)
"""
ANSWERS = {
    "gaussian_kl": PATCH_SEND
    + LARGE
    + """
import gc
from genai_lab.grading.student import Student
student = next(thing for thing in gc.get_objects() if isinstance(thing, Student))
gaussian_kl = large
wire.Wire.send = repeating
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("wrong", "tampered", "timed out")
UNTRIED = "nbgrader has no such wire"
