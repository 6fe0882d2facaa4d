"""Answers below shell commands, as on Colab: no command, known or not, keeps them from running."""

ANSWERS = {
    "gaussian_kl": """\
!ls -l
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)
""",
    "clip_norm": """\
!test -d sample_data || echo none
import numpy as np
def clip_norm(g, limit):
    return g * np.minimum(1.0, limit / float(g.norm()))
""",
    "histogram": """\
import sys
!no-such-command {sys.version_info[0]} $HOME
from collections import Counter
def histogram(values):
    return dict(Counter(values))
""",
}
