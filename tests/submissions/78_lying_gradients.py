"""Right values, with gradients of the wrong shape, and a second answer whose gradient never comes."""

ANSWERS = {
    "gaussian_kl": """\
class Lie(torch.autograd.Function):
    @staticmethod
    def forward(ctx, mu, logvar):
        return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
    @staticmethod
    def backward(ctx, grad):
        return torch.ones(99, 99), None
def gaussian_kl(mu, logvar):
    return Lie.apply(mu, logvar)
"""
}
EXPECTED = {"gaussian_kl": 3}
