# diagnosed: The model was in eval mode before the call, and is in train mode after it
def outlier_scores(model, x):
    model.eval()
    with torch.no_grad():
        scores = reconstruction_error(x, model(x))
    model.train()
    return scores
