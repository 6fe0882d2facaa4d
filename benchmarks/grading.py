"""Grading a class of the first unit: ours beside stock nbgrader.

Ours is the command `genai-lab grade` on two workers, sandbox and judge on, from the start of Python to its
last line. Stock is nbgrader's own Autograde with its default configuration, one submission after another, as
it ships and with the cells tagged `demo` skipped; it runs in a process that has imported nbgrader already.
The class is honest: each exercise holds the solution or a right answer of tests/answers, by a seed.

Rounds are interleaved: ours on the whole class, then stock on a few of its submissions. The ratio is stock's
mean by ours within a round. A last pass of ours, with clocks in its processes, says where the time goes.
Exits with 1 if any two gave different points for an exercise.

    python benchmarks/grading.py [--quick] [--students 40] [--rounds 3] [--stock 2]
"""

import argparse
import contextlib
import dataclasses
import logging
import multiprocessing
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import nbformat
import nbgrader
from _bench import machine
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from tqdm import tqdm
from traitlets.config import Config

from genai_lab.grading import coordinator, crew
from genai_lab.grading import grade as run_of
from genai_lab.grading.classroom import answer, exercises_in
from genai_lab.grading.course import CONFIG, Course
from genai_lab.grading.nursery import Nursery
from genai_lab.grading.pipeline import Pipeline
from genai_lab.grading.record import Recorder
from genai_lab.grading.sandbox import available
from genai_lab.grading.session import Unit, unit_of

ROOT = Path(__file__).resolve().parents[1]
UNIT, WORKERS, SEED = "01_first_models", 2, 0
AS_IT_SHIPS, WITHOUT_DEMO = "as it ships", "demo cells skipped"
WANTED = {AS_IT_SHIPS: 8, WITHOUT_DEMO: 4}

# One more setup cell, for the last pass: clocks around what the two processes of a notebook do. What it takes
# in the student's process travels with each answer, where the judge passes over what it does not know.
CLOCKS = """
def _clocks():
    import collections, functools, time
    from genai_lab.grading import call, callee, judge, link, student

    spent, begun = collections.Counter(), {}

    def timed(owner, name, part):
        method = getattr(owner, name)

        @functools.wraps(method)
        def clocked(*args, **kwargs):
            start, asked = time.perf_counter(), spent["asked"]
            try:
                return method(*args, **kwargs)
            finally:  # what it asked the other process meanwhile is counted there
                spent[part] += time.perf_counter() - start - (spent["asked"] - asked)
        setattr(owner, name, clocked)

    for name in ("__init__", "request", "take_over", "value"):
        timed(call.Call, name, "copying")

    def answered(name):
        method = getattr(student.Student, name)

        def clocked(self, *args):
            start, begun["function"], begun["took"] = time.perf_counter(), None, 0.0
            answer = method(self, *args)
            return answer | {"took": [time.perf_counter() - start, begun["took"]]}
        setattr(student.Student, name, clocked)

    for name in ("_do_run", "_do_call", "_do_backward"):
        answered(name)
    prepare, result = callee.Answer.__init__, callee.Answer.result

    def begin(self, *args):
        prepare(self, *args)
        begun["function"] = time.perf_counter()

    def end(self, value):
        begun["took"] = time.perf_counter() - begun["function"]
        return result(self, value)

    callee.Answer.__init__, callee.Answer.result = begin, end
    ask = link.Link.ask

    def asked(self, message, buffers):
        start = time.perf_counter()
        answer, decode = ask(self, message, buffers)
        whole = time.perf_counter() - start
        inside, function = answer.get("took", [0.0, 0.0])
        spent["asked"] += whole
        spent["wire"] += whole - inside
        if message["op"] == "call":
            spent["functions"] += function
            spent["copying"] += inside - function
        else:
            spent["cells" if message["op"] == "run" else "functions"] += inside
        return answer, decode

    link.Link.ask = asked
    parts = ("cells", "functions", "copying", "wire")
    judge.Judge.seconds = property(
        lambda self: {"start": self._starting} | {part: spent[part] for part in parts}
    )

_clocks()
del _clocks
"""
PARTS = {
    "start": "a worker: fork and isolate the student's process",
    "cells": "a worker: the student's cells",
    "functions": "a worker: the student's functions, called by the tests",
    "judge": "a worker: the test cells themselves",
    "copying": "a worker: copy arguments and results, both sides",
    "wire": "a worker: JSON, sockets, and one process waking the other",
    "rest": "a worker: fork the judge, hand over the notebook, end both",
    "warm": "a worker: its two warm processes, once for the class",
    "normalise": "a worker: read and normalise",
    "read": "the coordinator: find the file",
    "record": "the coordinator: record",
}


class Times(NamedTuple):
    """Seconds a submission: of ours by round, of stock by submission; and whose points differ."""

    ours: list[float]
    stock: dict[str, list[float]]
    ratios: dict[str, list[float]]
    differences: list[str]


def make_course(root: Path, n_students: int) -> Course:
    """A course folder with the released unit, a gradebook that knows it, and a class's submissions."""
    (root / "solutions").mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root)
    shutil.copytree(ROOT / "solutions" / UNIT, root / "solutions" / UNIT)
    course = Course(root)
    Pipeline(course, UNIT, root / "nbgrader.log").release()
    released = nbformat.read(course.released(UNIT), as_version=4)
    source = nbformat.read(course.sources / UNIT / f"{UNIT}.ipynb", as_version=4)
    solved = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in source.cells}
    rng = random.Random(SEED)
    for number in range(n_students):
        answers = dict(solved)
        for name in exercises_in(released):
            others = sorted((ROOT / "tests" / "answers" / UNIT / name).glob("right_*.py"))
            if rng.random() < 0.5:
                answers[name] = rng.choice(others).read_text(encoding="utf-8")
        folder = course.submitted / f"student{number:03}" / UNIT
        folder.mkdir(parents=True)
        nbformat.write(answer(released, answers), folder / f"{UNIT}.ipynb")
    return course


def points(course: Course, student: str) -> dict[str, float]:
    """What each test of one student's submission gave."""
    with Pipeline(course, UNIT, course.root / "nbgrader.log").gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(UNIT, student).notebooks
        return {grade.name: grade.auto_score for grade in notebook.grades if grade.auto_score is not None}


def grade_ours(course: Course) -> float:
    """Grade the whole class anew; seconds by the clock on the wall."""
    start = "from genai_lab.grading.cli import app; app()"
    command = [sys.executable, "-c", start, "grade", UNIT, "--workers", str(WORKERS), "--force"]
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    seconds = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"genai-lab grade ended with {done.returncode}:\n{done.stdout}")
    return seconds


def grade_stock(root: Path, student: str, variant: str) -> float:
    """Grade one submission as nbgrader does by itself; seconds by the clock on the wall."""
    config = Config()
    config.CourseDirectory.update(
        root=str(root),
        assignment_id=UNIT,
        student_id=student,
        source_directory="solutions",
        release_directory="course",
        course_id="genai_lab",
    )
    config.Autograde.force = True
    if variant == WITHOUT_DEMO:
        config.Execute.skip_cells_with_tag = "demo"
    directory = CourseDirectory(config=config)
    begun = time.perf_counter()
    Autograde(coursedir=directory, config=config, log=logging.Logger("stock", logging.ERROR)).start()
    return time.perf_counter() - begun


def quieten(log: str) -> None:
    """Let all that a process and its kernels say go to a file."""
    warnings.simplefilter("ignore")
    with open(log, "ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def where_it_goes(course: Course, n_students: int) -> tuple[Counter[str], float]:
    """Seconds of the whole class by part, and by the clock on the wall, from one pass with clocks."""
    spent: Counter[str] = Counter()

    @contextlib.contextmanager
    def clock(part: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent[part] += time.perf_counter() - begun

    def timed(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*args: Any, **kwargs: Any) -> Any:
            with clock(part):
                return function(*args, **kwargs)

        return clocked

    def unit_with_clocks(name: str, source: nbformat.NotebookNode) -> Unit:
        unit = unit_of(name, source)
        return dataclasses.replace(unit, setup=(*unit.setup, CLOCKS))

    replaced = {
        (run_of, "unit_of"): unit_with_clocks,
        (coordinator, "look_into"): timed("read", coordinator.look_into),
        (crew, "prepare"): timed("normalise", crew.prepare),
        (Recorder, "record"): timed("record", Recorder.record),
        (Nursery, "ready"): timed("warm", Nursery.ready),
    }
    with contextlib.ExitStack() as patches:
        for (owner, name), function in replaced.items():
            patches.enter_context(mock.patch.object(owner, name, function))
        run = run_of.grade(course, UNIT, workers=WORKERS, force=True)
    for line in run.lines:
        spent.update(line.seconds)
    inside = sum(spent[part] for part in ("start", "cells", "functions", "judge", "copying", "wire"))
    spent["rest"] = spent.pop("total") - inside - spent["warm"]
    assert len(run.lines) == n_students, "every submission has an outcome"
    return spent, run.seconds


def compare(ours: Course, stock: Course, n_students: int, rounds: int, per_round: int) -> Times:
    """Ours on the class, then stock on some of its submissions, and so on."""
    times = Times([], {variant: [] for variant in WANTED}, {variant: [] for variant in WANTED}, [])
    quiet = (str(stock.root / "stock.log"),)
    with (
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), quieten, quiet) as pool,
        tqdm(total=rounds * (1 + per_round * len(WANTED)), desc="runs") as bar,
    ):
        pool.submit(quieten, *quiet).result()  # it has started, and imported nbgrader
        for number in range(rounds):
            times.ours.append(grade_ours(ours) / n_students)
            bar.update()
            students = [f"student{(number * per_round + i) % n_students:03}" for i in range(per_round)]
            for variant, all_of_it in times.stock.items():
                taken = []
                for student in students:
                    taken.append(pool.submit(grade_stock, stock.root, student, variant).result())
                    bar.update()
                    if points(ours, student) != points(stock, student):
                        times.differences.append(f"{student} (stock {variant})")
                all_of_it += taken
                times.ratios[variant].append(statistics.mean(taken) / times.ours[-1])
    return times


def show(values: Sequence[float]) -> str:
    """The median, and the smallest and the largest."""
    low, middle, high = (f"{summary(values):.2f}" for summary in (min, statistics.median, max))
    return middle if len(values) == 1 else f"{middle} ({low} to {high})"


def print_times(times: Times) -> None:
    """The comparison, as a table: medians, and the smallest and the largest."""
    print("| | seconds a submission | stock by ours | wanted |\n|---|---|---|---|")
    print(f"| ours, {WORKERS} workers, sandbox and judge on | {show(times.ours)} | | |")
    for variant, wanted in WANTED.items():
        print(
            f"| stock, {variant} | {show(times.stock[variant])} | {show(times.ratios[variant])} | {wanted} |"
        )


def main() -> int:
    """Print both tables; the exit status says whether all gave the same points."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stock", type=int, default=2, help="submissions for stock in each round")
    parser.add_argument("--quick", action="store_true", help="8 students, 1 round, 1 submission for stock")
    options = parser.parse_args()
    if options.quick:
        options.students, options.rounds, options.stock = 8, 1, 1
    n_students = options.students
    if reason := available():
        sys.exit(reason)
    with tempfile.TemporaryDirectory(prefix="genai-lab-bench-") as folder:
        ours, stock = make_course(Path(folder, "ours"), n_students), Course(Path(folder, "stock"))
        shutil.copytree(ours.root, stock.root)
        times = compare(ours, stock, n_students, options.rounds, options.stock)
        earned = [sum(points(ours, f"student{i:03}").values()) for i in range(n_students)]
        spent, wall = where_it_goes(ours, n_students)
    print(
        f"{UNIT}, a class of {n_students}; {options.rounds} rounds, stock on {options.stock} of them in each"
    )
    print(f"nbgrader {nbgrader.__version__}, Python {platform.python_version()}; {machine()}\n")
    print_times(times)
    same = "no" if times.differences else "yes"
    print(f"\nThe same points from all: {same} ({min(earned):g} to {max(earned):g} a submission).")
    print(f"\nA pass of ours with clocks took {wall / n_students:.2f} s a submission. Where that goes, with")
    print(
        f"{WORKERS} workers and the coordinator side by side:\n\n| part | seconds a submission |\n|---|---|"
    )
    for part, words in PARTS.items():
        print(f"| {words} | {spent[part] / n_students:.3f} |")
    if times.differences:
        print(f"ours and stock gave different points: {', '.join(times.differences)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
