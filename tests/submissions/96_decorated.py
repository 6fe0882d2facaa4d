"""Answers under decorators of torch, of the library and of the student's own."""

ANSWERS = {
    "bernoulli_mle": "@torch.no_grad()\ndef bernoulli_mle(x):\n    return x.mean(0)\n",
    "gaussian_kl": """\
from __future__ import annotations
import functools
def counted(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        inner.calls += 1
        return function(*args, **kwargs)
    inner.calls = 0
    return inner
@counted
def gaussian_kl(mu: torch.Tensor, logvar: torch.Tensor, /, *, half: float = 0.5) -> torch.Tensor:
    return half * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
""",
    "draw": """\
@torch.inference_mode()
def draw(n, generator=None):
    return torch.distributions.Exponential(1.0).icdf(torch.rand(n, generator=generator))
""",
    "histogram": """\
@functools.singledispatch
def histogram(values):
    raise TypeError
@histogram.register
def _(values: list):
    return {value: values.count(value) for value in values}
""",
}
