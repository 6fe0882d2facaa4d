# right: raw parameters by name, a buffer, and __getattr__'s cousin setattr
class VAE(nn.Module):
    shapes = staticmethod(lambda D, H, Z: {"a": (D, H), "m": (H, Z), "v": (H, Z), "b": (Z, H), "c": (H, D)})

    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        for name, (n_in, n_out) in self.shapes(n_features, n_hidden, n_latent).items():
            setattr(self, name, nn.Parameter(torch.randn(n_in, n_out) / n_in**0.5))
            setattr(self, name + "0", nn.Parameter(torch.zeros(n_out)))
        self.register_buffer("one_half", torch.tensor(0.5))
        self.last = None

    def layer(self, name, x):
        return x @ getattr(self, name) + getattr(self, name + "0")

    def encode(self, x):
        hidden = self.layer("a", x).tanh()
        self.last = self.layer("m", hidden), self.layer("v", hidden)
        return self.last

    def decode(self, z):
        return self.layer("c", self.layer("b", z).tanh())

    def forward(self, x, eps):
        self.encode(x)
        mu, logvar = self.last
        return self.decode(mu + (self.one_half * logvar).exp() * eps), mu, logvar
