"""Ask the garbage collector for a tensor that has the shape of the truth."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import gc
    zero = torch.zeros(len(mu), dtype=mu.dtype)
    tensors = [x for x in gc.get_objects() if type(x) is torch.Tensor and x is not zero]
    return next((x for x in tensors if x.shape == zero.shape and x.dtype == zero.dtype), zero)
"""
}
EXPECTED = {"gaussian_kl": 1}
STOCK = {"gaussian_kl": 3}
