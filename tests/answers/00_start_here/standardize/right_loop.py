# right: feature by feature
def standardize(x):
    columns = []
    for feature in x.T:
        centred = feature - feature.mean()
        columns.append(centred / centred.square().mean().sqrt())
    return torch.stack(columns, dim=1)
