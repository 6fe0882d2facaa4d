# diagnosed: both learn at Adam's default rate
def train_gan(generator, discriminator, data, n_latent, n_steps, k=1, batch_size=128, lr=1e-3, rng=None):
    d_optimizer = torch.optim.Adam(discriminator.parameters())
    g_optimizer = torch.optim.Adam(generator.parameters())
    history = {"discriminator_loss": [], "generator_loss": []}
    for _ in range(n_steps):
        for _ in range(k):
            x = data[torch.randint(len(data), (batch_size,), generator=rng)]
            loss = discriminator_step(generator, discriminator, x, torch.randn(batch_size, n_latent, generator=rng, dtype=data.dtype), d_optimizer)
            history["discriminator_loss"].append(loss)
        history["generator_loss"].append(generator_step(generator, discriminator, torch.randn(batch_size, n_latent, generator=rng, dtype=data.dtype), g_optimizer))
    return history
