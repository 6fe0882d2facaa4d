"""Answers in which any part is something else: lists for numbers, numbers for texts, negative places."""

from tests.submissions.wires import PATCH_SEND

FIRST = (
    PATCH_SEND
    + """
import random
chance = random.Random(3)
ODD = (None, True, -1, 2**62, 1e308, "", "x" * 1000, [], {}, [[]], ["list", []], ["argument", 0],
       ["shared", 2], ["graph", 0], ["handle", {}], ["module", {}], [None, None], {"id": 1})
def spoil(message):
    places = []
    def walk(thing):
        for key in list(thing) if isinstance(thing, dict) else range(len(thing)):
            if key != "answer":
                places.append((thing, key))
            if isinstance(thing[key], (dict, list)):
                walk(thing[key])
    walk(message)
    thing, key = chance.choice(places)
    thing[key] = chance.choice(ODD)
    return message
def spoiling(self, message, buffers=(), deadline=None):
    return honest(self, spoil(copy.deepcopy(message)), buffers, deadline)
"""
)
ANSWERS = {
    name: f"def {name}(*args, **kwargs):\n    wire.Wire.send = spoiling\n    return torch.ones(3)\n"
    for name in ("gaussian_kl", "clip_norm", "histogram", "draw")
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0, "histogram": 0, "draw": 0}
OUTCOME = ("tampered", "wrong")
UNTRIED = "nbgrader has no such wire"
