# diagnosed: In train mode the encoder's dropout is off
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x):
        self.encoder.eval()
        return self.head(self.encoder(x))
