# diagnosed: The model was in train mode before the call, and is in eval mode after it
def outlier_scores(model, x):
    model.eval()
    with torch.no_grad():
        return reconstruction_error(x, model(x))
