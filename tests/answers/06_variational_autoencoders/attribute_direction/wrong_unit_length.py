# diagnosed: the direction is scaled to length 1; keep its length
def attribute_direction(z, has_attribute):
    v = z[has_attribute].mean(0) - z[~has_attribute].mean(0)
    return v / v.norm()
