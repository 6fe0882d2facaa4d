# right: one sum with signed weights
def attribute_direction(z, has_attribute):
    n = has_attribute.sum()
    weights = torch.where(has_attribute, 1 / n, -1 / (len(z) - n)).to(z.dtype)
    return (weights[:, None] * z).sum(0)
