# diagnosed: one example of each group is compared; take their means
def attribute_direction(z, has_attribute):
    return z[has_attribute][0] - z[~has_attribute][0]
