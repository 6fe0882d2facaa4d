# diagnosed: The scores carry a graph of gradients
def outlier_scores(model, x):
    training = model.training
    model.eval()
    scores = reconstruction_error(x, model(x))
    model.train(training)
    return scores
