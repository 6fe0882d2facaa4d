"""BEGAN: the discriminator is an autoencoder, and what it gives back badly is a sample.

    L(v)   = |v - AE(v)|                                       energy
    L_D    = E L(x) - k E L(G(z)),    L_G = E L(G(z))
    k     <- k + rate (gamma E L(x) - E L(G(z))),    brought into [0, 1]

Source: Berthelot, Schumm and Metz, BEGAN: Boundary Equilibrium Generative Adversarial Networks (2017).
"""

from torch import Tensor, nn


def began_discriminator_loss(real_energy: Tensor, fake_energy: Tensor, k: float) -> Tensor:
    """What BEGAN's autoencoder minimises: to give data back, and k times as much not to give samples back.

        L_D = mean L(x) - k mean L(x'),    L(v) = |v - AE(v)|

    Source: Berthelot et al., BEGAN (2017), section 3.4.

    Args:
        real_energy: L of data, at least 0, shape (N,), or (N, 1).
        fake_energy: L of samples, shape (M,), or (M, 1).
        k: how much samples count, in [0, 1]; see `began_balance`.

    Returns:
        The loss, shape ().

    Raises:
        ValueError: if either holds no energy.

    >>> import torch
    >>> began_discriminator_loss(torch.tensor([1.0]), torch.tensor([2.0]), 0.25)
    tensor(0.5000)
    """
    _require_energies(real_energy=real_energy, fake_energy=fake_energy)
    return real_energy.mean() - k * fake_energy.mean()


def began_generator_loss(fake_energy: Tensor) -> Tensor:
    """What BEGAN's generator minimises: how badly the autoencoder gives its samples back.

        L_G = mean L(x')

    Source: Berthelot et al. (2017), section 3.4.

    Args:
        fake_energy: L of samples, at least 0, shape (M,), or (M, 1).

    Returns:
        The loss, shape ().

    Raises:
        ValueError: if there is no energy.

    >>> import torch
    >>> began_generator_loss(torch.tensor([1.0, 3.0]))
    tensor(2.)
    """
    _require_energies(fake_energy=fake_energy)
    return fake_energy.mean()


def began_balance(
    k: float, real_energy: Tensor, fake_energy: Tensor, gamma: float = 0.5, rate: float = 0.001
) -> float:
    """How much samples count in BEGAN's next step.

        k <- k + rate (gamma mean L(x) - mean L(x')),    brought into [0, 1]

    It rests where E L(x') = gamma E L(x): the smaller gamma, the more the autoencoder cares for data.

    Source: Berthelot et al. (2017), section 3.4; the table of Lucic et al. (2018) leaves this line out.

    Args:
        k: the present weight, in [0, 1].
        real_energy: L of data, at least 0, shape (N,), or (N, 1).
        fake_energy: L of samples, shape (M,), or (M, 1).
        gamma: the ratio that is aimed at, in [0, 1].
        rate: the size of the step.

    Returns:
        The next k, in [0, 1].

    Raises:
        ValueError: if either holds no energy.

    >>> import torch
    >>> began_balance(0.5, torch.tensor([2.0]), torch.tensor([0.5]), rate=0.25)
    0.625
    """
    _require_energies(real_energy=real_energy, fake_energy=fake_energy)
    step = rate * (gamma * real_energy.mean() - fake_energy.mean()).item()
    return min(1.0, max(0.0, k + step))


class Balance:
    """BEGAN's discriminator loss with its k, which moves each time the loss is taken.

    Berthelot et al. move k by the samples that the generator's step draws; here by those of the
    discriminator's, which are from the same distribution.

    Args:
        gamma: the ratio E L(x') / E L(x) that is aimed at.
        rate: the size of k's steps.

    Attributes:
        k: how much samples count at present, 0 at first.

    >>> import torch
    >>> balance = Balance(rate=0.25)
    >>> balance(torch.tensor([2.0]), torch.tensor([0.5])), balance.k
    (tensor(2.), 0.125)
    """

    def __init__(self, gamma: float = 0.5, rate: float = 0.001) -> None:
        self.gamma, self.rate, self.k = gamma, rate, 0.0

    def __call__(self, real_energy: Tensor, fake_energy: Tensor) -> Tensor:
        """The loss at the present k; then k moves."""
        loss = began_discriminator_loss(real_energy, fake_energy, self.k)
        self.k = began_balance(self.k, real_energy.detach(), fake_energy.detach(), self.gamma, self.rate)
        return loss


class Energy(nn.Module):
    """How badly an autoencoder gives x back: a discriminator for BEGAN out of any autoencoder.

        L(x) = sum_d |x_d - AE(x)_d|

    Source: Berthelot et al. (2017), section 3.1 with eta = 1.

    Args:
        autoencoder: from x (N, D) to (N, D).

    >>> import torch
    >>> Energy(nn.Identity())(torch.randn(3, 2)).shape
    torch.Size([3, 1])
    """

    def __init__(self, autoencoder: nn.Module) -> None:
        super().__init__()
        self.autoencoder = autoencoder

    def forward(self, x: Tensor) -> Tensor:
        """Energies, at least 0: (N, D) to (N, 1)."""
        return (x - self.autoencoder(x)).abs().sum(1, keepdim=True)


def _require_energies(**energies: Tensor) -> None:
    for name, value in energies.items():
        if value.numel() == 0:
            raise ValueError(f"{name} must hold at least one energy; got shape {tuple(value.shape)}")
