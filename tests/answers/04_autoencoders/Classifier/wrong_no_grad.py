# diagnosed: No gradient reaches the encoder: is it run under no_grad, or its code detached?
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x):
        with torch.no_grad():
            code = self.encoder(x)
        return self.head(code)
