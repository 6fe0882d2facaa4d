"""Put something under the name `checks` that is content with everything."""

from tests.submissions.edit import NOTHING

FIRST = """\
import contextlib
class checks:
    class exercise:
        generator = torch.Generator()
        def __init__(self, function, points):
            self.total = float(points)
        def part(self, *args):
            return contextlib.suppress(BaseException)
        def points(self):
            return self.total
        def __getattr__(self, name):
            return lambda *args, **kwargs: torch.ones(3)
"""
ANSWERS = {"gaussian_kl": NOTHING["gaussian_kl"]}
EXPECTED = {"gaussian_kl": 0}
STOCK = {"gaussian_kl": 4}
