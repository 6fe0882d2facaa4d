# diagnosed: this is the mean over the entries; add them up
def outlier_scores(model, x):
    training = model.training
    model.eval()
    with torch.no_grad():
        scores = (x - model(x)).square().mean(1)
    model.train(training)
    return scores
