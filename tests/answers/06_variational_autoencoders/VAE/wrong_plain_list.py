# diagnosed: parameters() misses layers in a plain list, tuple or dict
class VAE(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        self.inward = nn.Sequential(nn.Linear(n_features, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 2 * n_latent))
        self.layers = [nn.Linear(n_latent, n_hidden), nn.Linear(n_hidden, n_features)]

    def encode(self, x):
        return self.inward(x).chunk(2, -1)

    def decode(self, z):
        return self.layers[1].to(z.dtype)(self.layers[0].to(z.dtype)(z).relu())

    def forward(self, x, eps):
        mu, logvar = self.encode(x)
        return self.decode(mu + torch.exp(logvar / 2) * eps), mu, logvar
