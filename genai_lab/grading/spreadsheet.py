"""Tables as CSV files for any spreadsheet: the same values give the same bytes, and none is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

Value = str | float | bool | datetime | None


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A table in UTF-8.

    A number is rounded to 1e-6, whatever the order in which somebody added it up; a text that a spreadsheet
    would take for a formula begins with an apostrophe.

    >>> as_csv(["student", "points"], [["=2+3", 0.1 + 0.2], ["ada, b", None]])
    b'student,points\\n\\'=2+3,0.3\\n"ada, b",\\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_cell(title) for title in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode(errors="replace")


def _cell(value: Value) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bool | None):
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return str(round(value, 6) + 0.0) if isinstance(value, float) else str(value)
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
