# diagnosed: the sign is turned around: the strangest must score highest
def outlier_scores(model, x):
    training = model.training
    model.eval()
    with torch.no_grad():
        scores = -reconstruction_error(x, model(x))
    model.train(training)
    return scores
