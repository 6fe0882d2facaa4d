# diagnosed: the generator follows the minimax loss
def train_gan(generator, discriminator, data, n_latent, n_steps, k=1, batch_size=128, lr=1e-3, rng=None):
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=lr)
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=lr)
    history = {"discriminator_loss": [], "generator_loss": []}
    for _ in range(n_steps):
        for _ in range(k):
            x = data[torch.randint(len(data), (batch_size,), generator=rng)]
            z = torch.randn(batch_size, n_latent, generator=rng)
            history["discriminator_loss"].append(discriminator_step(generator, discriminator, x, z, d_optimizer))
        loss = generator_loss_minimax(discriminator(generator(torch.randn(batch_size, n_latent, generator=rng))))
        g_optimizer.zero_grad()
        loss.backward()
        g_optimizer.step()
        history["generator_loss"].append(loss.item())
    return history
