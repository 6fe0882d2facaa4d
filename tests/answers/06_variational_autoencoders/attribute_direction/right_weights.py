# right: weighted means by a matrix product
def attribute_direction(z, has_attribute):
    w = has_attribute.to(z.dtype)
    return w @ z / w.sum() - (1 - w) @ z / (1 - w).sum()
