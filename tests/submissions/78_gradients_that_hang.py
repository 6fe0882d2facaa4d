"""Right values, with gradients that never come."""

ANSWERS = {
    "gaussian_kl": """\
class Slow(torch.autograd.Function):
    @staticmethod
    def forward(ctx, mu, logvar):
        return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
    @staticmethod
    def backward(ctx, grad):
        while True:
            pass
def gaussian_kl(mu, logvar):
    return Slow.apply(mu, logvar)
"""
}
EXPECTED = {"gaussian_kl": 3}
OUTCOME = "timed out"
UNTRIED = "nbgrader interrupts it when its time is over, and goes on"
