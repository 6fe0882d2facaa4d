# right: the decoder's weights are the encoder's, transposed
class VAE(nn.Module):
    def __init__(self, n_features, n_hidden, n_latent):
        super().__init__()
        self.first = nn.Linear(n_features, n_hidden)
        self.mu = nn.Linear(n_hidden, n_latent)
        self.logvar = nn.Linear(n_hidden, n_latent)
        self.bias_hidden = nn.Parameter(torch.zeros(n_hidden))
        self.bias_out = nn.Parameter(torch.zeros(n_features))

    def encode(self, x):
        hidden = F.elu(self.first(x))
        return self.mu(hidden), self.logvar(hidden)

    def decode(self, z):
        hidden = F.elu(F.linear(z, self.mu.weight.t(), self.bias_hidden))
        return F.linear(hidden, self.first.weight.t(), self.bias_out)

    def forward(self, x, eps):
        mu, logvar = self.encode(x)
        return self.decode(mu + (logvar / 2).exp() * eps), mu, logvar
