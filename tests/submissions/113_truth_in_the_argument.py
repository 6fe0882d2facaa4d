"""Change the argument into what the wrong answer is right for, where the check works out the truth later."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    mu.data.zero_()
    return 0 * mu.sum(-1)
"""
}
EXPECTED = {"gaussian_kl": 1}
UNTRIED = "a test that compares with an argument would give a point in stock as well; this one takes a copy"
