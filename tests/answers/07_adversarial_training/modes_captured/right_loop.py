# right: loops and math.dist
def modes_captured(samples, centers, radius):
    found, good = set(), 0
    for sample in samples.tolist():
        distances = [math.dist(sample, center) for center in centers.tolist()]
        if min(distances) <= radius:
            good += 1
            found.add(distances.index(min(distances)))
    return len(found), good / len(samples)
