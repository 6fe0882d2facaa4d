# diagnosed: Expected a torch tensor
import numpy as np


def keep_top_k(z, k):
    z = z.detach().numpy()
    return np.where(z >= np.sort(z, axis=1)[:, [-k]], z, 0)
