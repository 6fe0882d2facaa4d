"""Errors whose type has a name of megabytes and whose text is all control characters, forged on the wire."""

from tests.submissions.wires import PATCH_SEND

FIRST = (
    PATCH_SEND
    + """
def send(self, message, buffers=(), deadline=None):
    if isinstance(message.get("error"), dict):
        text = "\\\\x1b[2J\\\\u202e</pre><script>" * 30_000
        message = dict(message, error=dict(message["error"], type="A" * 2_000_000, text=text))
    return honest(self, message, buffers, deadline)
wire.Wire.send = send
"""
)
ANSWERS = {
    name: f"def {name}(*args, **kwargs):\n    raise ValueError\n"
    for name in ("bernoulli_mle", "gaussian_kl", "draw", "clip_norm", "histogram")
}
EXPECTED = dict.fromkeys(ANSWERS, 0)
OUTCOME = ("wrong", "tampered")
UNTRIED = "nbgrader has no such wire"
