# diagnosed: The model cannot be trained any more
def outlier_scores(model, x):
    training = model.training
    model.eval().requires_grad_(False)
    scores = reconstruction_error(x.detach(), model(x.detach()))
    model.train(training)
    return scores
