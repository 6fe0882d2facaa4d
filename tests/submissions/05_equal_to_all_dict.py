"""A dictionary, but of a class that says it equals everything."""

ANSWERS = {
    "histogram": """\
class Yes(dict):
    def __eq__(self, other): return True
    def __len__(self): return 3
    def __getitem__(self, key): return 3 if key == 3 else Yes()
    def values(self): return [2, 3]
def histogram(values):
    return Yes()
"""
}
EXPECTED = {"histogram": 0}
STOCK = {"histogram": 2}
