# diagnosed: the model was in train mode
def outlier_scores(model, x):
    with torch.no_grad():
        return reconstruction_error(x, model(x))
