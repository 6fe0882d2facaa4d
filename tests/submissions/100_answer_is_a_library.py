"""Import a library under the exercise's name, which cannot be handed to a test cell."""

ANSWERS = {"histogram": "import math as histogram\n"}
EXPECTED = {"histogram": 0}
UNTRIED = "an accident, which costs the exercise under nbgrader too"
