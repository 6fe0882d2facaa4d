"""Figures, shown inline and in the way that waits for a window."""

FIRST = """\
%matplotlib inline
import matplotlib.pyplot as plt
plt.plot([1, 2, 3])
plt.show()
"""
ANSWERS = {
    "bernoulli_mle": """\
def bernoulli_mle(x):
    figure, axes = plt.subplots()
    axes.imshow(x)
    plt.show()
    return x.mean(0)
"""
}
