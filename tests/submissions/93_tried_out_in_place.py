"""Answers that are tried out where they stand: values, help, prints, assertions."""

ANSWERS = {
    "bernoulli_mle": """\
def bernoulli_mle(x):
    print(x)
    return x.mean(0)
print(bernoulli_mle(torch.ones(3, 2)))
help(bernoulli_mle)
bernoulli_mle?
""",
    "clip_norm": """\
def clip_norm(g, limit):
    return g * min(1.0, limit / float(g.norm()))
assert clip_norm(torch.ones(4), 1).norm() == 1
clip_norm(torch.ones(2), 9.0)
""",
    "histogram": """\
def histogram(values):
    return {value: values.count(value) for value in values}
if __name__ == '__main__':
    histogram('abc')
""",
}
