"""Cells that wait for somebody to type."""

FIRST = "name = input('Your name? ')\n"
LAST = "import getpass\ngetpass.getpass()\n"
ANSWERS = {
    "bernoulli_mle": """\
def bernoulli_mle(x):
    return x.mean(0)
breakpoint()
""",
}
