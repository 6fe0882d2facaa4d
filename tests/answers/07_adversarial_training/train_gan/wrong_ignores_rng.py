# diagnosed: The same generator gave two different draws
def train_gan(generator, discriminator, data, n_latent, n_steps, k=1, batch_size=128, lr=1e-3, rng=None):
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=lr)
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=lr)
    history = {"discriminator_loss": [], "generator_loss": []}
    for _ in range(n_steps):
        for _ in range(k):
            x = data[torch.randint(len(data), (batch_size,))]
            loss = discriminator_step(generator, discriminator, x, torch.randn(batch_size, n_latent), d_optimizer)
            history["discriminator_loss"].append(loss)
        history["generator_loss"].append(generator_step(generator, discriminator, torch.randn(batch_size, n_latent), g_optimizer))
    return history
