"""Objects that do harm when they are unpickled: nobody may."""

BOMB = """\
class Bomb(Exception):
    def __reduce__(self):
        return open, ("@course@/canary", "w")
    __reduce_ex__ = lambda self, protocol: self.__reduce__()
"""
ANSWERS = {
    "gaussian_kl": BOMB + "def gaussian_kl(mu, logvar):\n    return Bomb()\n",
    "clip_norm": BOMB + "def clip_norm(g, limit):\n    raise Bomb()\n",
    "histogram": BOMB + "def histogram(values):\n    return {Bomb(): [Bomb()]}\n",
    "RunningMean": BOMB
    + """\
class RunningMean(Bomb):
    def add(self, x):
        self.count = self.value = Bomb()
""",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "histogram": 0, "RunningMean": 0}
