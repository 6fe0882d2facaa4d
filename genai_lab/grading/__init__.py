"""From a source notebook to a grade, and the command `genai-lab`."""
