"""A last cell that forgets everything."""

LAST = "%reset -f\n"
