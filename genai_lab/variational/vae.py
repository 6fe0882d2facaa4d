"""The variational autoencoder: an encoder that answers with a cloud, and a decoder that draws from it.

    p(z) = N(0, I),   p(x | z) = prod_d Bernoulli(x_d; sigmoid(decode(z)_d))
    q(z | x) = N(mu(x), diag exp(logvar(x)))

Source: Kingma and Welling, Auto-Encoding Variational Bayes (2014); Rezende, Mohamed and Wierstra (2014).
"""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from genai_lab.nn.mlp import mlp
from genai_lab.variational.elbo import elbo, reparameterize


class VAE(nn.Module):
    """A variational autoencoder for vectors of pixels in [0, 1], with a perceptron on each side.

    Args:
        n_features: D, the length of x.
        n_hidden: the width of the hidden layer, or the widths of all of them, from x to z; the decoder
            has the same in reverse order.
        n_latent: Z, the length of z.
        activation: makes the nonlinearity after each hidden layer.

    Raises:
        ValueError: if a size is below 1.

    >>> model = VAE(784, (512, 256), 2)
    >>> logits, mu, logvar = model(torch.rand(5, 784), torch.randn(5, 2))
    >>> logits.shape, mu.shape, logvar.shape
    (torch.Size([5, 784]), torch.Size([5, 2]), torch.Size([5, 2]))
    """

    def __init__(
        self,
        n_features: int,
        n_hidden: int | Sequence[int],
        n_latent: int,
        *,
        activation: Callable[[], nn.Module] = nn.ReLU,
    ) -> None:
        super().__init__()
        widths = (n_hidden,) if isinstance(n_hidden, int) else tuple(n_hidden)
        self.n_latent = n_latent
        self.encoder = mlp(n_features, *widths, 2 * n_latent, activation=activation)
        self.decoder = mlp(n_latent, *reversed(widths), n_features, activation=activation)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-variance of q(z | x): (..., D) to two of (..., Z)."""
        mu, logvar = self.encoder(x).chunk(2, dim=-1)
        return mu, logvar

    def decode(self, z: Tensor) -> Tensor:
        """Logits of p(x | z), the log-odds of a lit pixel: (..., Z) to (..., D)."""
        logits: Tensor = self.decoder(z)
        return logits

    def forward(self, x: Tensor, eps: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the ELBO needs, from x (N, D) and noise eps (N, Z): logits (N, D), mu and logvar (N, Z)."""
        mu, logvar = self.encode(x)
        return self.decode(reparameterize(mu, logvar, eps)), mu, logvar

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """Pixel probabilities of new images.

            z ~ N(0, I),   sigmoid(decode(z))

        Args:
            n: how many images, at least 1.
            generator: source of randomness, on the device of the model.

        Returns:
            Probabilities, shape (n, D), without gradient. Toss them (`torch.bernoulli`) for draws from p(x).

        Raises:
            ValueError: if n is below 1.
        """
        if n < 1:
            raise ValueError(f"n must be at least 1; got {n}")
        like = next(self.parameters())
        z = torch.randn(n, self.n_latent, generator=generator, dtype=like.dtype, device=like.device)
        return self.decode(z).sigmoid()

    @torch.no_grad()
    def log_prob(
        self, x: Tensor, n_samples: int, generator: torch.Generator | None = None, *, chunk: int = 16384
    ) -> Tensor:
        """A lower bound of log p(x) by importance sampling, tighter with every sample.

            log 1/S sum_s p(x, z_s) / q(z_s | x),   z_s ~ q(z | x)

        Its expectation rises with S from the ELBO (S = 1) to log p(x). Source: Burda, Grosse and
        Salakhutdinov, Importance Weighted Autoencoders (2016), section 3. For evaluation: it carries no
        gradient.

        Args:
            x: pixels, 0 or 1 for the bound to be one of a log-probability, shape (N, D).
            n_samples: S, at least 1.
            generator: source of randomness, on the device of the model.
            chunk: how many z are decoded at once; memory is about 3 * chunk * D numbers.

        Returns:
            One value for each row, in nats, shape (N,).

        Raises:
            ValueError: if n_samples or chunk is below 1.
        """
        if n_samples < 1 or chunk < 1:
            raise ValueError(f"n_samples and chunk must be at least 1; got {n_samples} and {chunk}")
        mu, logvar = self.encode(x)
        per_row = min(n_samples, chunk)
        found = []
        for rows in torch.arange(len(x), device=x.device).split(max(1, chunk // per_row)):
            total = torch.full_like(mu[rows, 0], -math.inf)
            for done in range(0, n_samples, per_row):
                size = (len(rows), min(per_row, n_samples - done), self.n_latent)
                eps = torch.randn(size, generator=generator, dtype=mu.dtype, device=mu.device)
                weights = self._log_weights(x[rows], mu[rows], logvar[rows], eps)
                total = torch.logaddexp(total, weights.logsumexp(1))
            found.append(total - math.log(n_samples))
        return torch.cat(found)

    def _log_weights(self, x: Tensor, mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
        """log p(x, z) - log q(z | x), s samples a row: x (n, D), mu and logvar (n, Z), eps (n, s, Z)."""
        z = mu[:, None] + (0.5 * logvar[:, None]).exp() * eps
        logits = self.decode(z)
        # x log p + (1 - x) log(1 - p) = x * logit - softplus(logit), its first sum as a matrix product.
        likelihood = (logits @ x[:, :, None]).squeeze(2) - functional.softplus(logits).sum(-1)
        return likelihood + 0.5 * (eps.square() - z.square()).sum(-1) + 0.5 * logvar.sum(-1, keepdim=True)


def vae_training_step(
    model: nn.Module, x: Tensor, eps: Tensor, optimizer: torch.optim.Optimizer, beta: float = 1.0
) -> float:
    """One step of gradient descent on the mean negative ELBO of a batch.

        loss = -mean_n (log p(x_n | z_n) - beta KL(q(z | x_n) || p(z)))

    Args:
        model: gives (logits, mu, logvar) for (x, eps), as a `VAE` does.
        x: pixels in [0, 1], shape (N, D).
        eps: standard normal noise, shape (N, Z).
        optimizer: over the model's parameters.
        beta: the weight of the KL, at least 0.

    Returns:
        The loss before the update, in nats.

    Raises:
        ValueError: as `elbo` does.

    >>> model = VAE(4, 8, 2)
    >>> optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    >>> x, eps = torch.ones(9, 4), torch.randn(9, 2)
    >>> losses = [vae_training_step(model, x, eps, optimizer) for _ in range(100)]
    >>> losses[-1] < losses[0]
    True
    """
    logits, mu, logvar = model(x, eps)
    loss = -elbo(x, logits, mu, logvar, beta).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def latent_grid(n: int) -> Tensor:
    """Points that cut the standard normal plane into n x n cells of equal probability, one in each.

        q_i = Phi^{-1}((i + 1/2) / n),   row r, column c is the point (q_c, q_r)

    As in Kingma and Welling (2014), appendix A, who decode such a grid into a picture of the manifold.

    Args:
        n: points on each axis, at least 1.

    Returns:
        Points, float32, shape (n * n, 2); row r, column c stands at index r * n + c.

    Raises:
        ValueError: if n is below 1.

    >>> latent_grid(2).mul(100).round()
    tensor([[-67., -67.],
            [ 67., -67.],
            [-67.,  67.],
            [ 67.,  67.]])
    """
    if n < 1:
        raise ValueError(f"n must be at least 1; got {n}")
    quantiles = torch.special.ndtri((torch.arange(n, dtype=torch.float64) + 0.5) / n).float()
    return torch.cartesian_prod(quantiles, quantiles).flip(1)


def attribute_direction(z: Tensor, has_attribute: Tensor) -> Tensor:
    """The way in latent space from the examples without an attribute to those with it.

        v = mean of z over those with it - mean of z over those without

    Source: Larsen et al., Autoencoding beyond Pixels Using a Learned Similarity Metric (2016), who add such a
    vector to the code of a face to make it smile.

    Args:
        z: codes, shape (N, Z).
        has_attribute: which examples have it, boolean, shape (N,).

    Returns:
        The direction, shape (Z,).

    Raises:
        ValueError: if has_attribute is not boolean of shape (N,), or one of the groups is empty.

    >>> z = torch.tensor([[1.0, 5.0], [3.0, 5.0], [0.0, 4.0]])
    >>> attribute_direction(z, torch.tensor([True, True, False]))
    tensor([2., 1.])
    """
    if has_attribute.dtype != torch.bool or has_attribute.shape != z.shape[:1]:
        raise ValueError(
            f"has_attribute must be boolean, one for each of the {len(z)} rows; "
            f"got {has_attribute.dtype} of shape {tuple(has_attribute.shape)}"
        )
    if not has_attribute.any() or has_attribute.all():
        raise ValueError(f"both groups need an example; got {int(has_attribute.sum())} of {len(z)} with it")
    return z[has_attribute].mean(0) - z[~has_attribute].mean(0)
