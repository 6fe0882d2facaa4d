# right: dropout and batch normalisation in the head
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Sequential(
            nn.Linear(n_code, 32), nn.BatchNorm1d(32), nn.LeakyReLU(), nn.Dropout(0.2), nn.Linear(32, n_classes)
        )

    def forward(self, x):
        return self.head(self.encoder(x))
