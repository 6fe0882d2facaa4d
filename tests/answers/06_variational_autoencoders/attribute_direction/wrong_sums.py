# diagnosed: sums are compared; take the mean of each group
def attribute_direction(z, has_attribute):
    return z[has_attribute].sum(0) - z[~has_attribute].sum(0)
