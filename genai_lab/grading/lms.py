"""What an LMS takes back: points, filled into the very file that it exported.

Canvas and Moodle know a student by a number of theirs, and `collect` keeps it at the end of the student's
name: lovelaceada_12345, Ada_Lovelace_12345. Only by that number is anybody matched; who cannot be matched is
told, and left as in the file.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from genai_lab.grading.course import CourseError

_NUMBER = re.compile(r"(?:^|_)0*(\d+)$", re.ASCII)
_CANVAS_ID = re.compile(r" \(\d+\)$")  # how Canvas ends the title of an assignment's column


@dataclass(frozen=True)
class Filled:
    """The LMS's file with the points in it; `told` says of whom they are not, and why."""

    content: bytes
    count: int
    told: list[str]


@dataclass(frozen=True)
class _Sheet:
    """A file of either kind: its cells, how they were written, and which of them matter."""

    rows: list[list[str]]
    delimiter: str
    newline: str
    encoding: str
    target: int
    maximum: str  # what the LMS gives for all points; empty where it does not say
    by_number: Mapping[str, list[list[str]]]


def fill(template: bytes, unit: str, points: Mapping[str, float], out_of: float, column: str = "") -> Filled:
    """Write each student's points into the row with their number, and leave all else as it was.

    Args:
        template: Canvas's gradebook or the grading worksheet of a Moodle assignment, as exported.
        unit: its column's title in Canvas, unless `column` says otherwise; Moodle has one column, Grade.
        points: by the student's name in submitted/.
        out_of: the points that the unit offers, which have to be those that the LMS expects.
        column: the title of the column to fill, without the number that Canvas adds.

    Raises:
        CourseError: if the file is neither of the two, or has no such column, or another maximum.
    """
    sheet = _read(template, column or unit, column)
    _check_maximum(sheet, out_of)
    by_number = defaultdict(list)
    told = []
    for student in sorted(points):
        found = _NUMBER.search(student)
        if found:
            by_number[found[1]].append(student)
        else:
            told.append(f"{student}: the name does not end in the LMS's number")
    count = 0
    for number, students in by_number.items():
        rows = sheet.by_number.get(number, [])
        if len(students) == len(rows) == 1 and rows[0][sheet.target] == "EX":
            told.append(f"{students[0]}: excused in Canvas (EX)")
        elif len(students) == len(rows) == 1:
            rows[0][sheet.target] = f"{points[students[0]]:.12g}"
            count += 1
        elif len(students) > 1:
            told.append(f"{' and '.join(students)}: all end in {number}, and none was filled in")
        else:
            told.append(f"{students[0]}: {len(rows) or 'no'} rows of the file have the number {number}")
    return Filled(_written(sheet), count, sorted(told))


def _read(template: bytes, title: str, column: str) -> _Sheet:
    """Take the file apart, and find the students' numbers and the column to fill."""
    try:
        text = template.decode("utf-8-sig")
        header = text.split("\n")[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"An LMS exports a CSV file in UTF-8; this one cannot be read: {error}.") from None
    head = rows[0] if rows else []
    if "ID" in head[:3] and head[0] in ("Student", "LastName"):
        ids, target = head.index("ID"), _canvas_column(head, title)
        maximum = next((row[target] for row in rows if row and "Points Possible" in row[0]), "")
    elif head[:1] == ["Identifier"] and (column or "Grade") in head:
        ids, target = 0, head.index(column or "Grade")
        places = [place for place, name in enumerate(head) if name.lower() == "maximum grade"]
        maximum = rows[1][places[0]] if places and len(rows) > 1 else ""
    else:
        raise CourseError(
            "Points are filled into Canvas's gradebook (its columns begin with Student, ID) or into a Moodle "
            f"assignment's grading worksheet (Identifier, ..., Grade), each exported in English; this file's "
            f"columns are {', '.join(head[:6]) or 'none'}."
        )
    by_number = defaultdict(list)
    for row in rows[1:]:
        number = re.search(r"0*(\d+)$", row[ids].strip(), re.ASCII) if len(row) == len(head) else None
        if number:
            by_number[number[1]].append(row)
    newline = "\r\n" if header.endswith("\r") else "\n"
    encoding = "utf-8-sig" if template.startswith(b"\xef\xbb\xbf") else "utf-8"
    return _Sheet(rows, delimiter, newline, encoding, target, maximum.strip(), by_number)


def _canvas_column(head: list[str], title: str) -> int:
    """Where an assignment's points stand in Canvas's gradebook."""
    found = [place for place, name in enumerate(head) if title in (name, _CANVAS_ID.sub("", name))]
    if len(found) != 1:
        assignments = [name for name in head if _CANVAS_ID.search(name)]
        raise CourseError(
            f"One column takes the points, and {len(found) or 'none'} of this file is called {title!r}. "
            f"Name it with --GradesExport.column; the assignments there: {', '.join(assignments) or 'none'}."
        )
    return found[0]


def _check_maximum(sheet: _Sheet, out_of: float) -> None:
    """No points are scaled, and none dropped: Moodle passes over those above its maximum without a word."""
    try:
        agrees = not sheet.maximum or abs(float(sheet.maximum.replace(",", ".")) - out_of) < 1e-6
    except ValueError:  # "(read only)", or the name of a scale
        agrees = False
    if not agrees:
        raise CourseError(
            f"The LMS takes points out of as many as the unit offers, {out_of:g}; that column says "
            f"{sheet.maximum!r}. Set the assignment to {out_of:g} points there, and export the file again."
        )


def _written(sheet: _Sheet) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sheet.delimiter, lineterminator=sheet.newline).writerows(sheet.rows)
    return text.getvalue().encode(sheet.encoding)
