# right: encode and decode in a parent; a dropout that never drops; hooks on a layer
class Coder(nn.Module):
    def encode(self, x):
        hidden = self.dropout(self.body(x).sigmoid())
        return self.mu(hidden), self.logvar(hidden)

    def decode(self, z):
        for layer in (self.up, torch.sigmoid, self.out):
            z = layer(z)
        return z


class VAE(Coder):
    calls = 0

    def __init__(self, *sizes):
        super().__init__()
        D, H, Z = sizes
        self.body, self.mu, self.logvar = nn.Linear(D, H), nn.Linear(H, Z), nn.Linear(H, Z)
        self.up, self.out, self.dropout = nn.Linear(Z, H), nn.Linear(H, D), nn.Dropout(0.0)
        self.body.register_forward_hook(self.count)

    def count(self, *_):
        type(self).calls += 1

    def forward(self, x, eps):
        mu, logvar = super().encode(x)
        return super().decode(mu + logvar.exp().sqrt() * eps), mu, logvar
