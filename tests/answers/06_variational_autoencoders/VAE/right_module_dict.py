# right: a ModuleDict, results as a named tuple
from typing import NamedTuple


class Posterior(NamedTuple):
    mu: torch.Tensor
    logvar: torch.Tensor


class Result(NamedTuple):
    logits: torch.Tensor
    mu: torch.Tensor
    logvar: torch.Tensor


class VAE(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        self.net = nn.ModuleDict(
            dict(
                body=nn.Linear(n_features, n_hidden),
                mu=nn.Linear(n_hidden, n_latent),
                logvar=nn.Linear(n_hidden, n_latent),
                up=nn.Linear(n_latent, n_hidden),
                out=nn.Linear(n_hidden, n_features),
            )
        )

    def encode(self, x):
        hidden = torch.tanh(self.net["body"](x))
        return Posterior(self.net["mu"](hidden), self.net["logvar"](hidden))

    def decode(self, z):
        return self.net["out"](torch.tanh(self.net["up"](z)))

    def forward(self, x, eps):
        posterior = self.encode(x)
        sigma = posterior.logvar.mul(0.5).exp()
        return Result(self.decode(posterior.mu + sigma * eps), *posterior)
