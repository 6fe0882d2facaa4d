# diagnosed: both sums are divided by N; divide each by its own count
def attribute_direction(z, has_attribute):
    w = has_attribute[:, None].to(z.dtype)
    return (w * z).mean(0) - ((1 - w) * z).mean(0)
