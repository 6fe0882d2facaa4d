# diagnosed: The logits are squashed into a small interval: leave them unbounded
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x):
        return torch.sigmoid(self.head(self.encoder(x)))
