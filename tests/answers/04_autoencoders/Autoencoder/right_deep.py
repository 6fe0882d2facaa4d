# right: seven layers each way
def _half(*sizes):
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1], nn.Sigmoid())


class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        widths = [n_features, 64, 64, 32, 32, 16, 16, n_code]
        self.encoder = _half(*widths)
        self.decoder = _half(*widths[::-1])

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))
