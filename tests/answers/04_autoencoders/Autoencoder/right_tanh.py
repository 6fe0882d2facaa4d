# right: the sigmoid as a shifted tanh
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(n_features, n_code), nn.Linear(n_code, n_features)

    def encode(self, x):
        return 0.5 + 0.5 * torch.tanh(0.5 * self.encoder(x)).clamp_min(-1 + 1e-12)

    def decode(self, z):
        return self.decoder(z).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))
