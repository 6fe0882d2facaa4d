"""Hand on the question to the library's own answer."""

ANSWERS = {
    "bernoulli_mle": """\
from genai_lab.probability.bernoulli import bernoulli_mle as theirs
def bernoulli_mle(x):
    return theirs(x)
"""
}
EXPECTED = {"bernoulli_mle": 0}
FLAG = "bernoulli_mle"
STOCK = {"bernoulli_mle": 2}
