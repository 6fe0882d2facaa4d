# diagnosed: they are cut off at 0; a sigmoid never reaches it
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(n_features, n_code), nn.Linear(n_code, n_features)

    def encode(self, x):
        return self.encoder(x).clamp(0, 1)

    def decode(self, z):
        return self.decoder(z).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))
