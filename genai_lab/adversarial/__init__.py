"""Two networks that play against each other: the objectives, Algorithm 1, a game to solve by hand, tricks."""
