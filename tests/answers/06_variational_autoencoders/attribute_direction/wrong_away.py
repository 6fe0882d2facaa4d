# diagnosed: the direction points away from the attribute
def attribute_direction(z, has_attribute):
    return z[~has_attribute].mean(0) - z[has_attribute].mean(0)
