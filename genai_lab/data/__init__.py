"""Data sets: tensors in [0, 1], offline unless MNIST is asked for."""
