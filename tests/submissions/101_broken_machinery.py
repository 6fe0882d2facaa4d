"""Break what the judge calls in the student's process between two cells."""

from tests.submissions.edit import ANY
from tests.submissions.unit import POINTS

LAST = """\
from genai_lab.grading import withheld
def withhold(name):
    raise ValueError("broken")
withheld.withhold = withhold
"""
ANSWERS = {
    "gaussian_kl": """\
from genai_lab.grading import student
def look_up(name):
    raise ValueError("broken")
def gaussian_kl(mu, logvar):
    student.look_up = look_up
    return mu.sum(-1) * 0
"""
}
EXPECTED = {**dict.fromkeys(POINTS, ANY), "bernoulli_mle": 2}
OUTCOME = ("graded", "wrong", "tampered", "crashed", "timed out")
UNTRIED = "nbgrader has no such machinery"
