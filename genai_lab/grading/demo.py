"""The whole way of a class, from an LMS's export to feedback and grades, in a folder of its own."""

import multiprocessing
import shutil
import zipfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from genai_lab.grading.classroom import submissions
from genai_lab.grading.collect import collect
from genai_lab.grading.course import CONFIG, Course, CourseError
from genai_lab.grading.pipeline import Pipeline
from genai_lab.grading.report import grades, points_table, reasons

UNIT = "01_first_models"
_MARKER = ".made-by-genai-lab-demo"


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

    console.print("[bold]2. nbgrader runs each notebook and writes each feedback page[/bold]")
    students = [outcome.student for outcome in outcomes]
    # Half of the time goes into importing torch, so two at a time are worth it; the gradebook takes turns.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        graded = [pool.submit(_grade, scratch, unit, pipeline.log, student) for student in students]
        for _ in tqdm(as_completed(graded), total=len(graded), unit="student"):
            pass
        pages = [future.result() for future in graded]
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


def _grade(course: Course, unit: str, log: Path, student: str) -> Path:
    """Grade one student, in a process of its own, and return the feedback page."""
    pipeline = Pipeline(course, unit, log)
    pipeline.autograde(student)
    return pipeline.feedback(student)


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
