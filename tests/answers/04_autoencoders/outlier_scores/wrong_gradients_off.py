# diagnosed: Gradients are switched off for the rest of the notebook
def outlier_scores(model, x):
    torch.set_grad_enabled(False)
    training = model.training
    model.eval()
    scores = reconstruction_error(x, model(x))
    model.train(training)
    return scores
