# diagnosed: Your function changes x in place
def outlier_scores(model, x):
    training = model.training
    model.eval()
    with torch.no_grad():
        scores = x.sub_(model(x)).square().sum(1)
    model.train(training)
    return scores
