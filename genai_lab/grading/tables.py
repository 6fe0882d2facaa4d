"""What a gradebook and the graded notebooks say: who got how much for what, and why not more."""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from rich.table import Table
from rich.text import Text

from genai_lab.grading.course import Course
from genai_lab.grading.names import printable
from genai_lab.grading.record import Score
from genai_lab.grading.submission import why_unread


@dataclass(frozen=True)
class Grade:
    """One exercise of one student; `points` is None while a written answer waits for a person."""

    student: str
    exercise: str
    points: float | None
    out_of: float
    reason: str


@dataclass(frozen=True)
class Line:
    """What became of one submission; without a score nothing was recorded, and an earlier result stays."""

    student: str
    outcome: str
    score: Score | None = None
    flags: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


def grades(course: Course, unit: str, gradebook: Gradebook) -> list[Grade]:
    """All grades of a unit, students in alphabetical order and exercises in the notebook's."""
    released = nbformat.read(course.released(unit), as_version=4)
    order = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in released.cells]
    found = []
    for submission in sorted(gradebook.assignment_submissions(unit), key=lambda one: str(one.student_id)):
        student = str(submission.student_id)
        graded = nbformat.read(course.autograded(student, unit), as_version=nbformat.current_nbformat)
        (notebook,) = submission.notebooks
        for grade in sorted(notebook.grades, key=lambda grade: order.index(grade.name)):
            points = None if grade.needs_manual_grade else float(grade.score)
            lost = points is not None and points < grade.max_score
            reason = reason_of(graded, grade.name) if lost else ""
            exercise = grade.name.removeprefix("test_")
            found.append(Grade(student, exercise, points, float(grade.max_score), reason))
    return found


def points_table(found: list[Grade]) -> Table:
    """Exercises by students, so that a class of eight fits a terminal of eighty columns."""
    students = list(dict.fromkeys(grade.student for grade in found))
    by_exercise: dict[str, dict[str, Grade]] = {}
    for grade in found:
        by_exercise.setdefault(grade.exercise, {})[grade.student] = grade
    table = Table("exercise", "of")
    for student in students:
        table.add_column(student, justify="right")
    for exercise, row in by_exercise.items():
        out_of = next(iter(row.values())).out_of
        table.add_row(exercise, f"{out_of:g}", *(_points(row[student]) for student in students))
    totals = {
        student: sum(grade.points or 0 for grade in found if grade.student == student) for student in students
    }
    out_of = sum(next(iter(row.values())).out_of for row in by_exercise.values())
    table.add_section()
    table.add_row("total", f"{out_of:g}", *(f"{total:g}" for total in totals.values()))
    return table


def reasons(found: list[Grade]) -> str:
    """Why each point was lost, by student; exercises that share a reason share a line."""
    lines = []
    for student in dict.fromkeys(grade.student for grade in found):
        shared: dict[str, list[str]] = {}
        for grade in found:
            if grade.student == student and grade.reason:
                shared.setdefault(grade.reason, []).append(grade.exercise)
        for reason, exercises in shared.items():
            lines.append(f"{student}: {', '.join(exercises)}")
            lines += [f"    {line}" for line in reason.split("\n")]
    return "\n".join(lines)


def outcomes_table(lines: Sequence[Line]) -> Table:
    """Students by what became of their submissions."""
    table = Table("student", "points", "outcome", "flags")
    for line in lines:
        points = Text(
            "as before" if line.score is None else f"{line.score.points:g} of {line.score.out_of:g}"
        )
        if line.score and line.score.waiting:
            points.append(f" + {line.score.waiting} ?", style="dim")
        style = {"graded": "green", "wrong": ""}.get(line.outcome, "red")
        flags = Text(printable("; ".join(line.flags)))
        table.add_row(Text(printable(line.student)), points, Text(line.outcome, style=style), flags)
    return table


def summary(lines: Sequence[Line], skipped: int, seconds: float, place: str) -> str:
    """How many of each outcome, and where the time went."""
    counts = Counter(line.outcome for line in lines)
    said = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
    sentence = f"{len(lines)} submissions in {seconds:.1f} s on {place}" + (f": {said}." if said else ".")
    spent: Counter[str] = Counter()
    for line in lines:
        spent.update(line.seconds)
    total = spent.pop("total", 0.0)
    if total:
        shares = ", ".join(f"{part} {100 * each / total:.0f} %" for part, each in spent.items())
        sentence += (
            f" A submission took {total / sum('total' in line.seconds for line in lines):.2f} s: {shares}."
        )
    if any(line.score and line.score.waiting for line in lines):
        sentence += "\n?: a written answer waits for a person, in the Formgrader (`make lab`)."
    if skipped:
        sentence += f"\n{skipped} unchanged since they were graded: skipped; --force grades them again."
    return sentence


def reason_of(graded: NotebookNode, name: str) -> str:
    """What the check of an exercise said about the points that are missing, as the student reads it."""
    unread = why_unread(graded)
    if unread:
        return f"what was handed in could not be read: {unread}"
    cells = (cell for cell in graded.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)
    said: list[str] = []
    for output in next(cells, NotebookNode()).get("outputs", []):
        if output.output_type == "stream":
            said += output.text.rstrip().split("\n")
        elif output.output_type == "error":
            said.append(f"{output.ename}: {output.evalue}")
    if not said or any(line.endswith("not written yet") for line in said):
        return "not written yet"
    # A verdict's first line repeats the points, and a tick costs none.
    verdict = [line for line in said if line.startswith(" ") and "✓" not in line]
    return textwrap.dedent("\n".join(verdict or said))


def _points(grade: Grade) -> Text:
    if grade.points is None:
        return Text("?", style="dim")
    style = "green" if grade.points == grade.out_of else "red" if grade.points == 0 else "yellow"
    return Text(f"{grade.points:g}", style=style)
