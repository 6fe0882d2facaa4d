# right: its parts in a ModuleDict, a hidden layer between
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__()
        self.parts = nn.ModuleDict(
            {"encoder": encoder, "hidden": nn.Linear(n_code, 16), "out": nn.Linear(16, n_classes)}
        )

    def forward(self, x):
        code = self.parts["encoder"](x)
        return self.parts["out"](F.silu(self.parts["hidden"](code)))
