"""What `genai-lab doctor` looks at on this machine, and what it says."""
