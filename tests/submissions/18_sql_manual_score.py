"""Enter a score by hand into the gradebook."""

FIRST = """\
import sqlite3
book = sqlite3.connect("@course@/gradebook.db")
try:
    book.execute("insert into grade (id, manual_score) values ('mine', 100)")
except sqlite3.Error:
    book.execute("update grade set manual_score = 100")
book.commit()
"""
STOCK = "harm"
