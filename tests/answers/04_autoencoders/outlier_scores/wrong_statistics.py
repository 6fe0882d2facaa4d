# diagnosed: it ran in train mode
def outlier_scores(model, x):
    training = model.training
    with torch.no_grad():
        model(x)
        scores = reconstruction_error(x, model.eval()(x))
    model.train(training)
    return scores
