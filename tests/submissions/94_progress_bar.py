"""An answer with a progress bar, which writes to stderr."""

ANSWERS = {
    "histogram": """\
from tqdm import tqdm
def histogram(values):
    counts = {}
    for value in tqdm(values):
        counts[value] = counts.get(value, 0) + 1
    return counts
"""
}
STOCK = {"histogram": 0}
