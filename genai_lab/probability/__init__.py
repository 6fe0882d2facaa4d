"""Distributions and the distances between them."""
