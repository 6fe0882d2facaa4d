# right: a loop over the rows and the outcomes
def kl_divergence(q, p):
    rows_q, rows_p = q.reshape(-1, q.shape[-1]), p.reshape(-1, p.shape[-1])
    totals = []
    for row_q, row_p in zip(rows_q.tolist(), rows_p.tolist()):
        total = 0.0
        for a, b in zip(row_q, row_p):
            if a > 0:
                total += a * math.log(a / b) if b > 0 else math.inf
        totals.append(total)
    return torch.tensor(totals, dtype=q.dtype).reshape(q.shape[:-1])
