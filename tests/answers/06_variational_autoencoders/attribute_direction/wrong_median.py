# diagnosed: medians are compared, not means
def attribute_direction(z, has_attribute):
    return z[has_attribute].median(0).values - z[~has_attribute].median(0).values
