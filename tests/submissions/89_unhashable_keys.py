"""Sets and keys of things that cannot be in sets: they come from a process that can."""

ANSWERS = {
    "histogram": """\
class Key(list):
    def __hash__(self): return 7
def histogram(values):
    return {Key(): 1, torch.ones(2): 2, (lambda: 0): 3} if values else {Key([1]), Key([2])}
"""
}
EXPECTED = {"histogram": 0}
OUTCOME = ("wrong", "tampered")
