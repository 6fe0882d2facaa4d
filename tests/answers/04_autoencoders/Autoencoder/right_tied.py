# right: tied weights, each half with a bias of its own
class _Half(nn.Module):
    def __init__(self, weight, n_out, turned):
        super().__init__()
        self.weight, self.bias, self.turned = weight, nn.Parameter(torch.zeros(n_out)), turned

    def forward(self, x):
        weight = self.weight.T if self.turned else self.weight
        return 1 / (1 + torch.exp(-F.linear(x, weight, self.bias)))


class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        weight = nn.Parameter(torch.randn(n_code, n_features) / n_features**0.5)
        self.encoder = _Half(weight, n_code, False)
        self.decoder = _Half(weight, n_features, True)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))
