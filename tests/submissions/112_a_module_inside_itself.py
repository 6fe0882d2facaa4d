"""A module that is a part of itself, and one of two thousand layers."""

ANSWERS = {
    "gaussian_kl": """\
class Loop(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.me = self
def gaussian_kl(mu, logvar):
    return Loop()
""",
    "clip_norm": """\
def clip_norm(g, limit):
    deep = torch.nn.Linear(1, 1)
    for _ in range(2000):
        deep = torch.nn.Sequential(deep)
    return deep
""",
}
EXPECTED = {"gaussian_kl": 0, "clip_norm": 0}
UNTRIED = "what they return is wrong under nbgrader too"
