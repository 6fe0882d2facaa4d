# right: a loop over the examples
def attribute_direction(z, has_attribute):
    sums, counts = [0, 0], [0, 0]
    for code, has in zip(z, has_attribute):
        sums[int(has)] = sums[int(has)] + code
        counts[int(has)] += 1
    return sums[1] / counts[1] - sums[0] / counts[0]
