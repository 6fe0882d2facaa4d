"""genai_lab: generative models, one system a file, each beside its equation.

    probability     bernoulli, gaussian, covariance, divergences, f_divergences, wasserstein,
                    linear_gaussian, monte_carlo, gradient_estimators
    graphical       gaussian_mixture, kmeans_plus_plus
    autoencoders    autoencoder, denoising, sparse, pretraining
    variational     elbo, vae, svi, iwae
    adversarial     objectives, penalties, began, f_gan, optimum, training, games, tricks
    nn              mlp
    training        fit: the one loop for a single objective
    data            toy, glyphs, digits, mnist
    checks          what a test cell uses: compare, and name the mistake (in words from differences)
    notebook        plots (shown through embedding), widgets
    grading         release, start, bundle, collect: the command `genai-lab`

Importing this package imports nothing else: take what you need, for example
``from genai_lab.graphical.gaussian_mixture import gmm_em``.
"""
