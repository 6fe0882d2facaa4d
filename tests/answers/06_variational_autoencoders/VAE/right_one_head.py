# right: one head, cut in two
class VAE(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        self.inward = nn.Sequential(nn.Linear(n_features, n_hidden), nn.GELU(), nn.Linear(n_hidden, 2 * n_latent))
        self.outward = nn.Sequential(nn.Linear(n_latent, n_hidden), nn.GELU(), nn.Linear(n_hidden, n_features))

    def encode(self, x):
        return self.inward(x).chunk(2, dim=-1)

    decode = property(lambda self: self.outward)

    def forward(self, x, eps):
        mu, logvar = self.encode(x)
        z = torch.addcmul(mu, torch.exp(0.5 * logvar), eps)
        return [self.outward(z), mu, logvar]
