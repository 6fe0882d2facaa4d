"""A small unit for hostile and unlucky submissions: exercises of six kinds, a demo cell and a question.

`bernoulli_mle` shares its name with the library's reference; `gaussian_kl` looks at gradients, `draw` at
randomness; the tests of `clip_norm`, `histogram` and `RunningMean` are bare assertions, by an author who
knows nothing of a judge.
"""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, ComputeChecksums, LockCells

UNIT = "01_stand_in"
POINTS = {"bernoulli_mle": 2, "gaussian_kl": 4, "draw": 3, "clip_norm": 1, "histogram": 2, "RunningMean": 2}
# Stands in every hidden test and nowhere else: no output of the student's process may ever hold it.
SECRET = "pear_tree"

SETUP = """\
import torch
from torch.distributions import Normal, kl_divergence

from genai_lab import checks
"""

# What a student writes; the first lines, up to the mark, are in the released notebook.
ANSWERS = {
    "bernoulli_mle": '''\
def bernoulli_mle(x):
    """The probability of a one, from coins x of shape (N, D) that are 0 or 1; shape (D,)."""
    #
    return x.mean(0)
''',
    "gaussian_kl": '''\
def gaussian_kl(mu, logvar):
    """KL divergence from N(mu, diag exp(logvar)) to N(0, I), one value for each row, shape (N,)."""
    #
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
''',
    "draw": '''\
def draw(n, generator=None):
    """n independent draws from the exponential distribution with mean 1, shape (n,)."""
    #
    return torch.empty(n, dtype=torch.float64).exponential_(generator=generator)
''',
    "clip_norm": '''\
def clip_norm(g, limit):
    """The vector g, made shorter where its norm exceeds the limit."""
    #
    return g * min(1.0, limit / float(g.norm()))
''',
    "histogram": '''\
def histogram(values):
    """A dictionary with the number of times that each value occurs."""
    #
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts
''',
    "RunningMean": '''\
class RunningMean:
    """A mean that grows: `add` takes a number; `count` and `value` are their number and their mean."""
    #
    def __init__(self):
        self.count, self.value = 0, 0.0

    def add(self, x):
        self.count += 1
        self.value += (x - self.value) / self.count
''',
}

TESTS = {
    "bernoulli_mle": """\
check = checks.exercise(bernoulli_mle, points=2)
with check.part("one probability for each coin", 1):
    check.close(bernoulli_mle(torch.tensor([[0.0, 1.0], [1.0, 1.0]])), torch.tensor([0.5, 1.0]))
### BEGIN HIDDEN TESTS
with check.part("many coins", 1):
    pear_tree = (check.normal(40, 5) > 0.3).to(torch.float64)
    truth = pear_tree.sum(0) / 40
    check.close(bernoulli_mle(pear_tree), truth, mistakes={"the sum is taken": 40 * truth})
### END HIDDEN TESTS
check.points()
""",
    "gaussian_kl": """\
check = checks.exercise(gaussian_kl, points=4)
with check.part("nothing to pay at the prior", 1):
    check.close(gaussian_kl(torch.zeros(5, 3), torch.zeros(5, 3)), torch.zeros(5))
### BEGIN HIDDEN TESTS
with check.part("the right price", 2):
    mu, logvar = torch.randn(8, 7, dtype=torch.float64), torch.randn(8, 7, dtype=torch.float64)
    truth = kl_divergence(Normal(mu, (0.5 * logvar).exp()), Normal(torch.zeros_like(mu), 1.0)).sum(-1)
    with check.untouched(mu=mu, logvar=logvar):
        check.close(gaussian_kl(mu, logvar), truth, mistakes={"the factor 1/2 is missing": 2 * truth})
with check.part("gradients", 1):
    pear_tree = check.normal(4, 3).requires_grad_()
    slope = pear_tree.detach().clone()
    price = gaussian_kl(pear_tree, torch.zeros(4, 3, dtype=torch.float64))
    check.gradients(price, pear_tree=pear_tree)
    check.close(torch.autograd.grad(gaussian_kl(pear_tree, pear_tree * 0).sum(), pear_tree)[0], slope)
### END HIDDEN TESTS
check.points()
""",
    "draw": """\
check = checks.exercise(draw, points=3)
with check.part("as many as were asked for", 1):
    check.shape(draw(7), (7,))
### BEGIN HIDDEN TESTS
with check.part("the mean is 1", 1):
    pear_tree = draw(20_000, generator=check.generator)
    check.that((pear_tree >= 0).all() and len(set(pear_tree.tolist())) > 10_000, "The draws repeat.")
    check.average(pear_tree, torch.tensor(1.0), torch.tensor(1.0))
with check.part("the generator decides", 1):
    check.reproducible(lambda generator: draw(50, generator))
### END HIDDEN TESTS
check.points()
""",
    "clip_norm": """\
g = torch.tensor([3.0, 4.0])
assert torch.allclose(clip_norm(g, 1.0), torch.tensor([0.6, 0.8])), "a long vector is made shorter"
### BEGIN HIDDEN TESTS
pear_tree = torch.tensor([1.0, 2.0, -2.0])
kept = clip_norm(pear_tree, 30.0)
assert kept.shape == (3,) and (kept == torch.tensor([1.0, 2.0, -2.0])).all(), "a short one stays"
assert abs(float(clip_norm(pear_tree, 1.5).norm()) - 1.5) < 1e-5, "to the limit exactly"
### END HIDDEN TESTS
""",
    "histogram": """\
assert histogram(["a", "b", "a"]) == {"a": 2, "b": 1}
assert histogram([]) == {}
### BEGIN HIDDEN TESTS
pear_tree = [3, 1, 3, 3, 2]
found = histogram(pear_tree)
assert found == {1: 1, 2: 1, 3: 3}, f"counts the numbers; got {found}"
assert len(found) == 3 and sum(found.values()) == 5 and found[3] == 3
assert all(found[n] == pear_tree.count(n) for n in (1, 2, 3))
assert pear_tree == [3, 1, 3, 3, 2], "the list stays as it was"
### END HIDDEN TESTS
""",
    "RunningMean": """\
mean = RunningMean()
mean.add(2.0)
mean.add(4.0)
assert mean.count == 2 and abs(mean.value - 3.0) < 1e-9
### BEGIN HIDDEN TESTS
pear_tree = RunningMean()
for x in (1.5, -7.0, 20.0, 0.25):
    pear_tree.add(x)
assert pear_tree.count == 4 and abs(pear_tree.value - 3.6875) < 1e-9
assert mean.count == 2 and abs(mean.value - 3.0) < 1e-9, "two means do not share what they know"
assert isinstance(pear_tree, RunningMean) and type(mean) is type(pear_tree)
### END HIDDEN TESTS
""",
}

DEMO = 'raise RuntimeError("a demo cell ran while it was graded")'
QUESTION = "Which costs more?\n\n### BEGIN SOLUTION\nTHE MODEL ANSWER\n### END SOLUTION"


def _cell(make: Any, source: str, name: str, *, tag: str = "", **graded: Any) -> NotebookNode:
    cell = make(source, id=name.replace("_", "-"))
    if tag:
        cell.metadata.tags = [tag]
    if graded:
        cell.metadata.nbgrader = {"schema_version": 3, "grade_id": name, "task": False, **graded}
    return cell


def source() -> NotebookNode:
    """The instructor's notebook."""
    cells = [
        _cell(new_markdown_cell, "# A stand-in unit", "title"),
        _cell(new_code_cell, SETUP, "setup", tag="setup"),
    ]
    for name, points in POINTS.items():
        head, body = ANSWERS[name].split("    #\n")
        solution = f"{head}    ### BEGIN SOLUTION\n{body}    ### END SOLUTION\n"
        cells += [
            _cell(new_code_cell, solution, name, solution=True, grade=False, locked=False),
            _cell(
                new_code_cell,
                TESTS[name],
                f"test_{name}",
                solution=False,
                grade=True,
                locked=True,
                points=points,
            ),
        ]
    cells += [
        _cell(new_code_cell, DEMO, "demo", tag="demo"),
        _cell(new_markdown_cell, QUESTION, "question", solution=True, grade=True, locked=False, points=2),
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return notebook


def released(*, hidden: bool = False) -> NotebookNode:
    """The students' notebook by nbgrader's own steps; with its hidden tests it is what a gradebook keeps."""
    notebook, resources = source(), {}
    last = [ComputeChecksums()] if hidden else [ClearHiddenTests(), ComputeChecksums()]
    for step in (LockCells(), ClearSolutions(), *last):
        notebook, resources = step.preprocess(notebook, resources)
    return from_dict(notebook)


def right() -> Mapping[str, str]:
    """A right answer to each exercise, as the text of its cell."""
    return {name: text.replace("    #\n", "") for name, text in ANSWERS.items()}
