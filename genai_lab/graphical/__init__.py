"""Models whose variables form a graph."""
