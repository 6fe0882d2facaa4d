# diagnosed: one optimizer moves both networks
def train_gan(generator, discriminator, data, n_latent, n_steps, k=1, batch_size=128, lr=1e-3, rng=None):
    optimizer = torch.optim.Adam([*generator.parameters(), *discriminator.parameters()], lr=lr)
    history = {"discriminator_loss": [], "generator_loss": []}
    for _ in range(n_steps):
        for _ in range(k):
            x = data[torch.randint(len(data), (batch_size,), generator=rng)]
            z = torch.randn(batch_size, n_latent, generator=rng)
            history["discriminator_loss"].append(discriminator_step(generator, discriminator, x, z, optimizer))
        z = torch.randn(batch_size, n_latent, generator=rng)
        history["generator_loss"].append(generator_step(generator, discriminator, z, optimizer))
    return history
