"""Pretraining: an encoder that learned without labels, and a classifier on top of it that needs few.

1. fit an autoencoder to unlabelled x:            min over phi, theta of sum_n ||x_n - d_theta(e_phi(x_n))||^2
2. put an affine map on top of the encoder:       logits = W e_phi(x) + b
3. starting from there, fit all of it to labels:  min over phi, W, b of sum_n -log softmax(logits_n)[y_n]
"""

from torch import Tensor, nn


class Classifier(nn.Module):
    """An encoder with an affine map to classes on top; the encoder keeps learning.

        logits = W e_phi(x) + b

    Source: the lecture "Generative AI", "Autoencoders for Semi-supervised Learning", where it is f(e(x)).

    Args:
        encoder: any module from (N, ...) to codes (N, n_code); it becomes a part of this model, uncopied.
        n_code: size of a code.
        n_classes: how many classes.

    Raises:
        ValueError: if n_code or n_classes is below 1; in a call, if the encoder's codes are not (N, n_code).

    >>> import torch
    >>> Classifier(nn.Linear(64, 16), n_code=16, n_classes=10)(torch.zeros(5, 64)).shape
    torch.Size([5, 10])
    """

    def __init__(self, encoder: nn.Module, n_code: int, n_classes: int) -> None:
        super().__init__()
        if n_code < 1 or n_classes < 1:
            raise ValueError(f"n_code and n_classes must be at least 1; got {n_code} and {n_classes}")
        self.encoder = encoder
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x: Tensor) -> Tensor:
        """The logits of examples, (N, ...) -> (N, n_classes), unbounded."""
        code = self.encoder(x)
        if code.ndim != 2 or code.shape[1] != self.head.in_features:
            raise ValueError(
                f"the encoder must give codes of shape (N, {self.head.in_features}); got {tuple(code.shape)}"
            )
        logits: Tensor = self.head(code)
        return logits
