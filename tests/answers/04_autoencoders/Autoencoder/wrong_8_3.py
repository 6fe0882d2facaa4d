# mistake: the sizes of the lecture are written into the class
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(8, 3), nn.Sigmoid())
        self.decoder = nn.Sequential(nn.Linear(3, 8), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))
