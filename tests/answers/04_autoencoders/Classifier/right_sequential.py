# right: a subclass of nn.Sequential
class Classifier(nn.Sequential):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__(encoder, nn.Linear(n_code, n_classes))
