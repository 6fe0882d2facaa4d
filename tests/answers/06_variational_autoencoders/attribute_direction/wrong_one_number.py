# diagnosed: Expected shape (2,), a direction in latent space; got ()
def attribute_direction(z, has_attribute):
    return z[has_attribute].mean() - z[~has_attribute].mean()
