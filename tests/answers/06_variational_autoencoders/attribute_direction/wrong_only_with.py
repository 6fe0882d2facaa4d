# diagnosed: this is the mean of those with it; take off the mean of those without
def attribute_direction(z, has_attribute):
    return z[has_attribute].mean(0)
