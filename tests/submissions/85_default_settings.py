"""Leave settings of torch behind that change what the test itself computes."""

ANSWERS = {
    "gaussian_kl": """\
def gaussian_kl(mu, logvar):
    torch.set_default_dtype(torch.float16)
    torch.set_grad_enabled(False)
    torch.set_flush_denormal(True)
    torch.use_deterministic_algorithms(True)
    torch.set_default_device("meta")
    return None
"""
}
EXPECTED = {"gaussian_kl": 0}
OUTCOME = ("wrong", "timed out", "crashed")
