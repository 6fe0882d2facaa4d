# right: scikit-learn's mixture, filled by hand
from sklearn.mixture import GaussianMixture


def gmm_e_step(x, weights, means, covariances):
    model = GaussianMixture(len(weights))
    model.weights_, model.means_, model.covariances_ = weights.numpy(), means.numpy(), covariances.numpy()
    model.precisions_cholesky_ = torch.linalg.cholesky(covariances.inverse()).numpy()
    return torch.as_tensor(model.predict_proba(x.numpy())).to(x.dtype)
