# right: the slope of least squares on a 0/1 variable
def attribute_direction(z, has_attribute):
    design = torch.stack([torch.ones(len(z), dtype=z.dtype), has_attribute.to(z.dtype)], dim=1)
    return torch.linalg.lstsq(design, z).solution[1]
