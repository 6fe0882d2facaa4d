# right: scipy's logsumexp with weights
from scipy.special import logsumexp
def importance_log_evidence(log_joint, log_q):
    log_w = (log_joint - log_q).detach().numpy()
    return torch.from_numpy(logsumexp(log_w, axis=0) - math.log(len(log_w))).to(log_joint.dtype)
