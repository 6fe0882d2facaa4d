# diagnosed: numbers in 'discriminator_loss'
def train_gan(generator, discriminator, data, n_latent, n_steps, k=1, batch_size=128, lr=1e-3, rng=None):
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=lr)
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=lr)
    history = {"discriminator_loss": [], "generator_loss": []}
    for _ in range(n_steps):
        x = data[torch.randint(len(data), (batch_size,), generator=rng)]
        z = torch.randn(batch_size, n_latent, generator=rng)
        history["discriminator_loss"].append(discriminator_step(generator, discriminator, x, z, d_optimizer))
        for _ in range(k):
            z = torch.randn(batch_size, n_latent, generator=rng)
            history["generator_loss"].append(generator_step(generator, discriminator, z, g_optimizer))
    return history
