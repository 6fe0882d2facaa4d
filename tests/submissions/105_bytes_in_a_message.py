"""Many bytes, which a test cell quotes in the message of its assertion."""

ANSWERS = {
    "histogram": """\
def histogram(values):
    if len(values) > 3:
        return bytes(200_000_000)
    return {value: values.count(value) for value in values}
"""
}
EXPECTED = {"histogram": 0}
OUTCOME = ("wrong", "timed out", "out of memory", "tampered")
UNTRIED = "it would take the machine with it"
