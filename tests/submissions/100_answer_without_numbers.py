"""Give the exercise's name to a tensor that holds no numbers, and so cannot be handed in."""

ANSWERS = {"histogram": "histogram = torch.empty(2, device='meta')\n"}
EXPECTED = {"histogram": 0}
UNTRIED = "an accident, which costs the exercise under nbgrader too"
