# right: scipy's z-score, by way of numpy
from scipy.stats import zscore


def standardize(x):
    return torch.from_numpy(zscore(x.numpy(), axis=0))
