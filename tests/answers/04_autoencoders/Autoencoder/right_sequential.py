# right: a subclass of nn.Sequential with named parts
from collections import OrderedDict


class Autoencoder(nn.Sequential):
    def __init__(self, n_features, n_code):
        halves = [
            (name, nn.Sequential(nn.Linear(*sizes), nn.Sigmoid()))
            for name, sizes in (("encoder", (n_features, n_code)), ("decoder", (n_code, n_features)))
        ]
        super().__init__(OrderedDict(halves))

    def encode(self, x):
        return self[0](x)

    def decode(self, z):
        return self[1](z)
