# diagnosed: Your class is not a torch.nn.Module
class Autoencoder:
    def __init__(self, n_features, n_code):
        self.encoder = nn.Sequential(nn.Linear(n_features, n_code), nn.Sigmoid())
        self.decoder = nn.Sequential(nn.Linear(n_code, n_features), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))

    __call__ = forward
