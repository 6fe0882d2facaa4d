# diagnosed: these are uniform numbers from -1 to 1
def train_gan(generator, discriminator, data, n_latent, n_steps, k=1, batch_size=128, lr=1e-3, rng=None):
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=lr)
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=lr)
    history = {"discriminator_loss": [], "generator_loss": []}
    for _ in range(n_steps):
        for _ in range(k):
            x = data[torch.randint(len(data), (batch_size,), generator=rng)]
            loss = discriminator_step(generator, discriminator, x, (2 * torch.rand(batch_size, n_latent, generator=rng) - 1), d_optimizer)
            history["discriminator_loss"].append(loss)
        history["generator_loss"].append(generator_step(generator, discriminator, (2 * torch.rand(batch_size, n_latent, generator=rng) - 1), g_optimizer))
    return history
