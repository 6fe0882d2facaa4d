# diagnosed: The encoder is frozen; it must keep learning
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = encoder
        for parameter in self.encoder.parameters():
            parameter.requires_grad = False
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x):
        return self.head(self.encoder(x))
