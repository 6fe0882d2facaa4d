# diagnosed: Your class is not an nn.Module
class VAE:
    def __init__(self, n_features, n_hidden, n_latent):
        self.inward = nn.Sequential(nn.Linear(n_features, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 2 * n_latent))
        self.outward = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_features))

    def encode(self, x):
        return self.inward(x).chunk(2, -1)

    def decode(self, z):
        return self.outward(z)

    def __call__(self, x, eps):
        mu, logvar = self.encode(x)
        return self.decode(mu + torch.exp(logvar / 2) * eps), mu, logvar

    def parameters(self):
        return [*self.inward.parameters(), *self.outward.parameters()]
