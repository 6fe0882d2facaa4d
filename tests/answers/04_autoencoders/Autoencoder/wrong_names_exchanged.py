# diagnosed: The parameters of the encoder changed, and what encode(...) returns did not
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.decoder = nn.Sequential(nn.Linear(n_features, n_code), nn.Sigmoid())
        self.encoder = nn.Sequential(nn.Linear(n_code, n_features), nn.Sigmoid())

    def encode(self, x):
        return self.decoder(x)

    def decode(self, z):
        return self.encoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))
