# right: a subclass of nn.Sequential, two classes of its own
class Encoder(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        self.body = nn.Linear(n_features, n_hidden)
        self.heads = nn.ModuleList(nn.Linear(n_hidden, n_latent) for _ in range(2))

    def forward(self, x):
        hidden = self.body(x).relu()
        return tuple(head(hidden) for head in self.heads)


class Decoder(nn.Sequential):
    def __init__(self, n_latent, n_hidden, n_features):
        super().__init__(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_features))


class VAE(nn.Sequential):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__(Encoder(n_features, n_hidden, n_latent), Decoder(n_latent, n_hidden, n_features))

    def encode(self, x):
        return self[0](x)

    def decode(self, z):
        return self[1](z)

    def forward(self, x, eps):
        mu, logvar = self[0](x)
        return self[1](mu + torch.exp(logvar * 0.5) * eps), mu, logvar
