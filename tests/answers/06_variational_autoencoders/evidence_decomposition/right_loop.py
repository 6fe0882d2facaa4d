# right: a loop over the values, two sums
def evidence_decomposition(log_joint, q):
    elbo, gap = 0 * q[0], 0 * q[0]
    evidence = log_joint[0]
    for value in log_joint[1:]:
        evidence = torch.logaddexp(evidence, value)
    for k in range(len(q)):
        if q[k] > 0:
            elbo = elbo + q[k] * (log_joint[k] - q[k].log())
            gap = gap - q[k] * (log_joint[k] - evidence - q[k].log())
    return elbo, gap
