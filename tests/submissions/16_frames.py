"""Walk up the stack to the test's own variables."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    import sys
    frame = sys._getframe()
    while frame:
        truth = {**frame.f_globals, **frame.f_locals}.get("truth")
        if isinstance(truth, torch.Tensor) and truth.shape == mu.shape[:1] and truth.dtype == mu.dtype:
            return truth
        frame = frame.f_back
    return torch.zeros(len(mu), dtype=mu.dtype)
"""
}
EXPECTED = {"gaussian_kl": 1}
STOCK = {"gaussian_kl": 3}
