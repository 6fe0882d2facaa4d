# right: two linear maps, torch.sigmoid in the methods
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder = nn.Linear(n_features, n_code)
        self.decoder = nn.Linear(n_code, n_features)

    def encode(self, x):
        return torch.sigmoid(self.encoder(x))

    def decode(self, z):
        return torch.sigmoid(self.decoder(z))

    def forward(self, x):
        return self.decode(self.encode(x))
