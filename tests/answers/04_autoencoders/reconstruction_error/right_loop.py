# right: a loop over examples and entries
def reconstruction_error(x, x_hat):
    errors = []
    for row, copied in zip(x, x_hat):
        error = 0
        for d in range(min(len(row), 10)):
            error = error + (row[d] - copied[d]) ** 2
        errors.append(error + (row[10:] - copied[10:]).pow(2).sum())
    return torch.stack(errors)
