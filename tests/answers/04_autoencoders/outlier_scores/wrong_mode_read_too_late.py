# diagnosed: The model was in train mode before the call, and is in eval mode after it
def outlier_scores(model, x):
    model.eval()
    training = model.training
    with torch.no_grad():
        scores = reconstruction_error(x, model(x))
    model.train(training)
    return scores
