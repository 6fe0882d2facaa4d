"""An LMS gets its own file back with one column filled: no points are guessed, and nothing else changes."""

import pytest

from genai_lab.grading.course import CourseError
from genai_lab.grading.lms import fill

from .conftest import UNIT

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,00_start_here (70),01_stand_in (71),Final Score\r\n"
    ",,,,,,Manual Posting,\r\n"
    "    Points Possible,,,,,2.00,6.00,(read only)\r\n"
    '"Hopper, Ben",10002,S2,bh17,Tuesday,2.00,,100.00\r\n'
    '"Lovelace, Ada",10001,S1,al15,"Tuesday, late",2.00,5.00,100.00\r\n'
    '"Noether, Cleo",10003,S3,cn82,Tuesday,,EX,\r\n'
    '"Student, Test",10099,,9e4f,Tuesday,,,\r\n'
)
MOODLE = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 201,Ada Lovelace,,ada@example.org,Submitted for grading,,6.00,Yes,'
    '"Monday, 2 November 2026, 10:40 PM",-,\n'
    "Participant 202,Ben Hopper,,ben@example.org,No submission,,6.00,Yes,-,-,\n"
)  # fmt: skip


def test_canvas_gets_its_own_file_back_with_one_column_filled() -> None:
    points = {"hopperben_10002": 3.25, "lovelaceada_10001": 6.0, "noethercleo_10003": 2.0}
    filled = fill(CANVAS.encode(), UNIT, points, 6)
    assert filled.told == ["noethercleo_10003: excused in Canvas (EX)"]
    assert filled.count == 2
    expected = CANVAS.replace("Tuesday,2.00,,", "Tuesday,2.00,3.25,").replace("2.00,5.00,", "2.00,6,")
    assert filled.content.decode() == expected


def test_moodle_gets_the_grade_of_each_participant() -> None:
    filled = fill(MOODLE.encode(), UNIT, {"Ada_Lovelace_201": 4.5}, 6)
    assert (filled.count, filled.told) == (1, [])
    assert filled.content.decode() == MOODLE.replace("for grading,,6.00", "for grading,4.5,6.00")


def test_whom_the_number_does_not_tell_nobody_guesses() -> None:
    points = {
        "ada_10001": 1.0, "lovelaceada_10001": 2.0, "ben": 3.0, "mueller10002": 3.0, "zoe_77": 4.0,
    }  # fmt: skip
    filled = fill(CANVAS.encode(), UNIT, points, 6)
    assert filled.content.decode() == CANVAS
    assert filled.told == [
        "ada_10001 and lovelaceada_10001: all end in 10001, and none was filled in",
        "ben: the name does not end in the LMS's number",
        "mueller10002: the name does not end in the LMS's number",
        "zoe_77: no rows of the file have the number 77",
    ]
    twice = CANVAS + CANVAS.splitlines(keepends=True)[3]
    told = fill(twice.encode(), UNIT, {"hopperben_10002": 1.0}, 6).told
    assert told == ["hopperben_10002: 2 rows of the file have the number 10002"]


def test_a_file_of_another_country() -> None:
    german = CANVAS.replace('"Hopper, Ben"', "Hopper Ben").replace(",", ";").replace("6.00", "6,00")
    filled = fill(german.encode(), UNIT, {"hopperben_10002": 3.5}, 6)
    assert filled.content.decode() == german.replace("Tuesday;2.00;;", "Tuesday;2.00;3.5;")


@pytest.mark.parametrize(
    ("content", "column", "out_of", "sentence"),
    [
        (CANVAS, "Unit one", 6, r"none of this file is called 'Unit one'.*01_stand_in \(71\)"),
        (CANVAS, "", 46, "out of as many as the unit offers, 46; that column says '6.00'"),
        (CANVAS, "Final Score", 6, r"that column says '\(read only\)'"),
        (CANVAS.replace("00_start_here (70)", "01_stand_in (72)"), "", 6, "2 of this file"),
        (MOODLE, "", 40, "that column says '6.00'"),
        (MOODLE.replace("Identifier", "Kennung"), "", 6, "exported in English"),
        ("a,b\n1,2\n", "", 6, "this file's columns are a, b"),
        ("", "", 6, "this file's columns are none"),
    ],
)
def test_what_does_not_fit_is_a_sentence(content: str, column: str, out_of: float, sentence: str) -> None:
    with pytest.raises(CourseError, match=sentence):
        fill(content.encode(), UNIT, {}, out_of, column)
    with pytest.raises(CourseError, match="cannot be read"):
        fill(content.encode("utf-16"), UNIT, {}, out_of, column)
