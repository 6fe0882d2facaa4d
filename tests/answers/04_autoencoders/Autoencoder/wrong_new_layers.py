# diagnosed: The parameters of the encoder changed, and what encode(...) returns did not
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder = nn.Linear(n_features, n_code)
        self.decoder = nn.Linear(n_code, n_features)
        self.layers = [nn.Linear(n_features, n_code), nn.Linear(n_code, n_features)]

    def encode(self, x):
        return self.layers[0].to(x.dtype)(x).sigmoid()

    def decode(self, z):
        return self.layers[1].to(z.dtype)(z).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))
