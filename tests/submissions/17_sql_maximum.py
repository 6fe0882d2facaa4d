"""Raise everybody's maximum in the gradebook."""

FIRST = """\
import sqlite3
book = sqlite3.connect("@course@/gradebook.db")
book.execute("update grade_cells set max_score = 400")
book.commit()
"""
STOCK = "harm"
