"""Models with continuous latent variables, trained on a bound of the evidence."""
