# diagnosed: f stays between -1 and 1
def dual_critic(p, q, distance):
    return (p - q).sign()
