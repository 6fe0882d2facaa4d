# right: example by example
def effective_sample_size(log_weights):
    sizes = []
    for column in log_weights.T:
        v = torch.softmax(column, dim=0)
        sizes.append(1 / torch.dot(v, v))
    return torch.stack(sizes)
