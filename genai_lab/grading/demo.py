"""The whole way of a class, from an LMS's export to feedback and grades, in a folder of its own."""

import contextlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from genai_lab.grading.classroom import submissions
from genai_lab.grading.collect import collect
from genai_lab.grading.course import CONFIG, Course, CourseError
from genai_lab.grading.grade import grade, write_feedback
from genai_lab.grading.pipeline import Pipeline
from genai_lab.grading.sandbox import available
from genai_lab.grading.tables import grades, outcomes_table, points_table, reasons, summary

UNIT = "01_first_models"
_MARKER = ".made-by-genai-lab-demo"
_INSTALL = (
    ("apt-get", "update", "-q"),
    ("apt-get", "install", "-q", "-y", "--no-install-recommends", "bubblewrap"),
)


def run(course: Course, unit: str = UNIT) -> list[Path]:
    """Grade the class in build/demo/, print what became of it, and return the feedback pages."""
    console = Console(highlight=False, soft_wrap=True)
    answers = course.root / "tests" / "answers" / unit
    if not answers.is_dir():
        raise CourseError(f"The demonstration takes its class's answers from {answers}, which is not there.")
    scratch = make_scratch(course, unit)
    pipeline = Pipeline(scratch, unit, scratch.root / "nbgrader.log")
    pipeline.release()
    released = nbformat.read(scratch.released(unit), as_version=4)
    export = scratch.root / "lms_export.zip"
    with zipfile.ZipFile(export, "w") as archive:
        for name, content in submissions(released, unit, answers).items():
            archive.writestr(name, content)

    console.print(f"[bold]1. What the LMS exported, {course.short(export)}, comes in[/bold]")
    arrivals = Table("student", "arrived", "what was done")
    outcomes = collect(scratch, unit, [export])
    for outcome in outcomes:
        arrivals.add_row(outcome.student, outcome.arrived, outcome.done)
    Console().print(arrivals)
    console.print("[bold]2. Each notebook runs in a sandbox, and its tests outside it[/bold]")
    students = [outcome.student for outcome in outcomes]
    _grade(console, scratch, unit, students, pipeline.log)
    pages = [scratch.root / "feedback" / student / unit / f"{unit}.html" for student in students]
    table_of_grades = pipeline.export()

    console.print("[bold]3. The gradebook[/bold]   (?: a written answer waits for a person)")
    with pipeline.gradebook() as gradebook:
        found = grades(scratch, unit, gradebook)
    Console().print(points_table(found))
    console.print("[bold]4. Why points were lost[/bold]")
    console.print(reasons(found), markup=False)
    console.print("[bold]5. Where it lies[/bold]")
    for path in [*pages, table_of_grades, pipeline.log]:
        console.print(course.short(path), markup=False)
    return pages


def _grade(console: Console, course: Course, unit: str, students: list[str], log: Path) -> None:
    """Grade the class as `genai-lab grade --feedback` does, and print what it prints."""
    missing = provide_sandbox(console)
    if missing:
        console.print(
            f"{missing} So the demonstration runs its own submissions without a sandbox, as `genai-lab grade "
            "--no-sandbox` does. Never do that with notebooks of strangers.",
            markup=False,
        )
    done = grade(course, unit, sandbox=not missing)
    Console().print(outcomes_table(done.lines))
    console.print(summary(done.lines, 0, done.seconds, done.place), markup=False)
    failed = write_feedback(course, unit, students, None, log)
    if done.failed or failed:
        raise CourseError(f"The demonstration could not grade everybody; the table and {log} say why.")


def provide_sandbox(console: Console) -> str | None:
    """Install bubblewrap where it is missing and may be installed; why there is no sandbox, or None."""
    missing = available()
    if missing and not shutil.which("bwrap") and shutil.which("apt-get") and os.geteuid() == 0:
        for command in _INSTALL:
            console.print(f"The sandbox needs bubblewrap: {' '.join(command)}", markup=False)
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            with contextlib.suppress(subprocess.TimeoutExpired):  # without a network, apt-get is patient
                subprocess.run(command, env=environment, timeout=120)
        available.cache_clear()
        missing = available()
    return missing


def make_scratch(course: Course, unit: str) -> Course:
    """A course in build/demo/ with one unit and no gradebook; only what an earlier call made is removed."""
    root = course.root / "build" / "demo"
    if root.is_symlink() or (root.exists() and not (root / _MARKER).is_file()):
        raise CourseError(
            f"The demonstration replaces only a folder that it made; {root} has no {_MARKER}: move it away."
        )
    if root.exists():
        shutil.rmtree(root)
    root.mkdir(parents=True)
    (root / _MARKER).touch()
    shutil.copy(course.root / CONFIG, root)
    shutil.copytree(course.sources / unit, root / "solutions" / unit)
    return Course(root)
