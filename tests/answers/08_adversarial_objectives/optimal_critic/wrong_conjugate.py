# diagnosed: this is the conjugate of the right answer
def optimal_critic(name, ratio):
    return {
        "KL": ratio,
        "reverse KL": -1 + ratio.log(),
        "Pearson": ratio.square() - 1,
        "squared Hellinger": ratio.sqrt() - 1,
        "GAN": (1 + ratio).log(),
    }[name]
