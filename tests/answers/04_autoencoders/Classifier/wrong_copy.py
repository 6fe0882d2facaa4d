# diagnosed: The encoder's parameters are not among the model's own
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = copy.deepcopy(encoder)
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x):
        return self.head(self.encoder(x))
