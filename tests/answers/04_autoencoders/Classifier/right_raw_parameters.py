# right: the head as raw parameters
class Classifier(nn.Module):
    def __init__(self, encoder, n_code, n_classes):
        nn.Module.__init__(self)
        self.add_module("encoder", encoder)
        self.weight = nn.Parameter(torch.empty(n_code, n_classes).normal_(0, n_code**-0.5))
        self.bias = nn.Parameter(torch.zeros(n_classes))

    def forward(self, x):
        return torch.einsum("nc,ck->nk", self.encoder(x), self.weight) + self.bias
