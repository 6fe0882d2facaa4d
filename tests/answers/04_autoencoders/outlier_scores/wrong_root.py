# diagnosed: this is the distance; square it
def outlier_scores(model, x):
    training = model.training
    model.eval()
    with torch.no_grad():
        scores = reconstruction_error(x, model(x)).sqrt()
    model.train(training)
    return scores
