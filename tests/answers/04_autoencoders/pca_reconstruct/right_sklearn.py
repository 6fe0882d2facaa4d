# right: scikit-learn
from sklearn.decomposition import PCA


def pca_reconstruct(x, k):
    pca = PCA(n_components=k, svd_solver="full")
    return torch.as_tensor(pca.inverse_transform(pca.fit_transform(x.numpy())), dtype=x.dtype)
