"""Cells of one's own that use the names of the tests for something else."""

FIRST = "check = g = truth = pear = mean = found = mu = logvar = x = kept = 3\n"
