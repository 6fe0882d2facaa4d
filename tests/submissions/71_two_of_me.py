"""Fork in an answer, so that two processes give it."""

from tests.submissions.edit import ANY

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import os
    os.fork()
    return torch.zeros(len(mu), dtype=mu.dtype)
"""
}
EXPECTED = {"gaussian_kl": ANY}
OUTCOME = ("tampered", "wrong")
