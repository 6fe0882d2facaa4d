"""Have the course's own checks check nothing."""

FIRST = """\
for name in ("close", "that", "gradients", "average"):
    setattr(checks.Exercise, name, lambda *args, **kwargs: None)
checks.Exercise.points = lambda self: self.total
torch.autograd.grad = lambda *args, **kwargs: [None]
torch.Tensor.sum = lambda self, *args, **kwargs: self
"""
ANSWERS = {"gaussian_kl": "def gaussian_kl(mu, logvar):\n    return mu\n"}
EXPECTED = {"gaussian_kl": 0}
STOCK = {"gaussian_kl": 4}
