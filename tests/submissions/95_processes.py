"""Answers that use threads and processes of their own."""

ANSWERS = {
    "bernoulli_mle": """\
from concurrent.futures import ThreadPoolExecutor
def bernoulli_mle(x):
    with ThreadPoolExecutor(3) as pool:
        return torch.stack(list(pool.map(torch.mean, x.unbind(1))))
""",
    "histogram": """\
import multiprocessing
def histogram(values):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return dict(zip(values, pool.map(values.count, values)))
""",
}
