"""genai_lab: generative models, one system a file, each beside its equation.

    probability     bernoulli, gaussian, covariance, divergences
    graphical       gaussian_mixture, kmeans_plus_plus
    data            toy, digits, mnist
    checks          what a test cell uses: compare, and name the mistake (in words from differences)
    notebook        plots (shown through embedding)
    grading         release, start, bundle, collect: the command `genai-lab`

Importing this package imports nothing else: take what you need, for example
``from genai_lab.graphical.gaussian_mixture import gmm_em``.
"""
