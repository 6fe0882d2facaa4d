# diagnosed: Expected a torch tensor; got a list
def outlier_scores(model, x):
    training = model.training
    model.eval()
    with torch.no_grad():
        scores = reconstruction_error(x, model(x)).tolist()
    model.train(training)
    return scores
