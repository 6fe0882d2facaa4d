# right: hidden layers
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(n_features, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, n_code), nn.Sigmoid()
        )
        self.decoder = nn.Sequential(
            nn.Linear(n_code, 16), nn.ReLU(), nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, n_features), nn.Sigmoid()
        )

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        z = self.encoder(x)
        return self.decoder(z)
