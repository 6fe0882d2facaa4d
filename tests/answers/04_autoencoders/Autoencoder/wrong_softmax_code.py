# diagnosed: Every row of the code sums to 1: that is a softmax
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(n_features, n_code), nn.Linear(n_code, n_features)

    def encode(self, x):
        return self.encoder(x).softmax(-1)

    def decode(self, z):
        return self.decoder(z).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))
