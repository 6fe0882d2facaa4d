"""An answer that raises as soon as anybody asks for its name."""

ANSWERS = {
    "histogram": """\
class Histogram:
    @property
    def __name__(self):
        raise ValueError("no name")
    __code__ = __name__
    def __call__(self, values):
        return {}
histogram = Histogram()
"""
}
EXPECTED = {"histogram": 0}
UNTRIED = "nbgrader asks for no name"
