"""The report on a unit: one page for the instructor, from the gradebook and the graded notebooks."""
