# right: a dictionary of values, otherwise written
def optimal_critic(name, ratio):
    return {
        "KL": torch.log(math.e * ratio),
        "reverse KL": -ratio.reciprocal(),
        "Pearson": 2 * ratio - 2,
        "squared Hellinger": (ratio.sqrt() - 1) / ratio.sqrt(),
        "GAN": F.logsigmoid(ratio.log()),
    }[name]
