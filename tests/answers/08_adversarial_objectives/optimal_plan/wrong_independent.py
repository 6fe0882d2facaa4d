# diagnosed: earth is spread over all holes alike
def optimal_plan(p, q, cost):
    return p[:, None] * q
