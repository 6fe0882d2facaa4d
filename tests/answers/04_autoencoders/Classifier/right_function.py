# right: a function that makes a Sequential
def Classifier(encoder, n_code, n_classes):
    return nn.Sequential(encoder, nn.Flatten(), nn.Linear(n_code, n_classes))
