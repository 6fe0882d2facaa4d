# diagnosed: These are log-probabilities, after a log_softmax; return the logits before it
class Classifier(nn.Sequential):
    def __init__(self, encoder, n_code, n_classes):
        super().__init__(encoder, nn.Linear(n_code, n_classes), nn.LogSoftmax(dim=1))
