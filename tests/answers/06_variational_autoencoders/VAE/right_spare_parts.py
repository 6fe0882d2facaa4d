# right: its parts in a holder that can be asked by name, a list of sizes, an assertion
class Holder(nn.Module):
    def __init__(self, **parts):
        super().__init__()
        for name, part in parts.items():
            self.add_module(name, part)

    def __getitem__(self, name):
        return getattr(self, name)


class VAE(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        self.sizes = [n_features, n_hidden, n_latent]
        self.q = Holder(hidden=nn.Linear(n_features, n_hidden), mu=nn.Linear(n_hidden, n_latent), logvar=nn.Linear(n_hidden, n_latent))
        self.p = Holder(hidden=nn.Linear(n_latent, n_hidden), logits=nn.Linear(n_hidden, n_features))

    @property
    def n_latent(self):
        return self.sizes[-1]

    def encode(self, x):
        hidden = F.softplus(self.q["hidden"](x))
        return tuple(self.q[name](hidden) for name in ("mu", "logvar"))

    def decode(self, z):
        assert z.shape[-1] == self.n_latent
        return self.p["logits"](F.softplus(self.p["hidden"](z)))

    def forward(self, x, eps):
        mu, logvar = self.encode(x)
        sigma = torch.distributions.Normal(mu, logvar.mul(0.5).exp()).stddev
        return self.decode(mu + sigma * eps), mu, logvar
