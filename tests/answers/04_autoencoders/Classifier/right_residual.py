# right: a residual layer after the code, set to trainable aloud
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.encoder = encoder.requires_grad_(True)
        self.up = nn.Linear(n_code, n_code)
        self.out = nn.Linear(n_code, n_classes)

    def forward(self, x):
        code = self.encoder(x)
        return self.out(code + torch.tanh(self.up(code)))
