"""What people write into cells besides Python."""

FIRST = """\
%load_ext autoreload
%autoreload 2
%config InlineBackend.figure_format = "retina"
!echo hello
files = !ls
%time sum(range(10))
%pip --version
torch.ones?
"""
LAST = "%%javascript\nalert(1)\n"
ANSWERS = {
    "gaussian_kl": """\
%%time
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
""",
    "histogram": """\
%%capture
def histogram(values):
    return {value: values.count(value) for value in values}
""",
}
