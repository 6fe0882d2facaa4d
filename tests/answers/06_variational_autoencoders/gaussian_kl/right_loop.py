# right: loops over examples and latents
def gaussian_kl(mu, logvar):
    prices = []
    for m, v in zip(mu, logvar):
        price = 0
        for k in range(len(m)):
            price = price + 0.5 * (m[k] ** 2 + torch.exp(v[k]) - 1 - v[k])
        prices.append(price)
    return torch.stack(prices)
