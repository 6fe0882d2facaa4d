"""Autoencoders: a code from which the input can be reconstructed, and what such a code is good for."""
