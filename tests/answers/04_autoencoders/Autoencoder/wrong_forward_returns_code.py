# diagnosed: these are the codes; decode them
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_code), nn.Sigmoid())
        self.decoder = nn.Sequential(nn.Linear(n_code, n_features), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.encode(x)
