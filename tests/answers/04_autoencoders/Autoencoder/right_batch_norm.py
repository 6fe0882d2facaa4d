# right: batch normalisation and dropout between, Xavier weights
class Autoencoder(nn.Module):
    def __init__(self, n_features, n_code):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(n_features, 20), nn.BatchNorm1d(20), nn.GELU(), nn.Dropout(0.1), nn.Linear(20, n_code)
        )
        self.decoder = nn.Sequential(nn.Linear(n_code, 20), nn.LeakyReLU(0.1), nn.Linear(20, n_features))
        self.activation = nn.Sigmoid()
        for layer in self.modules():
            if isinstance(layer, nn.Linear):
                nn.init.xavier_normal_(layer.weight)

    def encode(self, x):
        return self.activation(self.encoder(x))

    def decode(self, z):
        return self.activation(self.decoder(z))

    def forward(self, x):
        return self.decode(self.encode(x))
