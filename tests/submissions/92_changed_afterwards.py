"""Names that hold something else at the end of the notebook than where they were tested."""

LAST = "gaussian_kl = draw = None\ndel RunningMean\nhistogram = 'a picture'\n"
