# diagnosed: cannot assign module before Module.__init__() call
class VAE(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        self.inward = nn.Sequential(nn.Linear(n_features, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 2 * n_latent))
        self.outward = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_features))

    def encode(self, x):
        return self.inward(x).chunk(2, -1)

    def decode(self, z):
        return self.outward(z)

    def forward(self, x, eps):
        mu, logvar = self.encode(x)
        return self.decode(mu + torch.exp(logvar / 2) * eps), mu, logvar
