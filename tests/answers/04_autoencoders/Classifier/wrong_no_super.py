# diagnosed: cannot assign module before Module.__init__() call
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        self.encoder = encoder
        self.head = nn.Linear(n_code, n_classes)

    def forward(self, x):
        return self.head(self.encoder(x))
