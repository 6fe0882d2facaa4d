# diagnosed: this is the mean over the examples; return one score for each
def outlier_scores(model, x):
    training = model.training
    model.eval()
    with torch.no_grad():
        scores = reconstruction_error(x, model(x)).mean()
    model.train(training)
    return scores
