# diagnosed: The model has no submodule called encoder
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(n_features, n_code), nn.Sigmoid())
        self.dec = nn.Sequential(nn.Linear(n_code, n_features), nn.Sigmoid())

    def encode(self, x):
        return self.enc(x)

    def decode(self, z):
        return self.dec(z)

    def forward(self, x):
        return self.decode(self.encode(x))
