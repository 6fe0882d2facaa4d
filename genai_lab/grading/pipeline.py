"""nbgrader's steps for one unit of one course, through its own converters, with what it says in a file."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin

from genai_lab.grading.course import Course, CourseError


class Pipeline:
    """Release, autograde, write feedback, export: each step raises CourseError where nbgrader fails."""

    def __init__(self, course: Course, unit: str, log: Path) -> None:
        self.course, self.unit, self.log = course, unit, log
        self._logger = logging.Logger(__name__, logging.INFO)

    def release(self) -> None:
        """Generate the unit and enter its exercises and points into the gradebook."""
        self._run(GenerateAssignment, "*")

    def autograde(self, student: str) -> None:
        """Run one student's notebook and enter the points into the gradebook."""
        self._run(Autograde, student)

    def feedback(self, student: str) -> Path:
        """Write one student's feedback page and return where it lies."""
        self._run(GenerateFeedback, student)
        return self.course.root / "feedback" / student / self.unit / f"{self.unit}.html"

    def export(self) -> Path:
        """Write the class's grades as a CSV file and return where it lies."""
        path = self.course.root / "grades.csv"
        with self._quietly("export"), self.gradebook() as gradebook:
            CsvExportPlugin(to=str(path), log=self._logger).export(gradebook)
        return path

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """The gradebook, open."""
        directory = self._directory("*")
        with Gradebook(directory.db_url, directory.course_id) as opened:
            yield opened

    def _run(self, step: Any, student: str) -> None:
        with self._quietly(f"{step.__name__} of {student}"), _environment():
            step(coursedir=self._directory(student), config=self._config(), log=self._logger).start()

    def _directory(self, student: str) -> CourseDirectory:
        return CourseDirectory(config=self._config(), student_id=student, log=self._logger)

    def _config(self) -> Any:
        config = self.course.config()
        config.CourseDirectory.root = str(self.course.root)
        config.CourseDirectory.assignment_id = self.unit
        # A kernel's warnings about its own sockets would go past the log to the terminal.
        config.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
        return config

    @contextmanager
    def _quietly(self, what: str) -> Iterator[None]:
        """All that nbgrader says goes to the log; whatever ends it ends us with one sentence."""
        handler = logging.FileHandler(self.log, encoding="utf-8")
        self._logger.addHandler(handler)
        try:
            with warnings.catch_warnings():
                # They concern nbgrader's own use of its libraries.
                warnings.simplefilter("ignore")
                yield
        except Exception as error:
            self._logger.exception("%s failed", what)
            raise CourseError(f"nbgrader failed at {what}; what it said is in {self.log}.") from error
        finally:
            self._logger.removeHandler(handler)
            handler.close()


@contextmanager
def _environment() -> Iterator[None]:
    """What nbgrader and its kernels find in the environment while a step runs."""
    before = dict(os.environ)
    # nbgrader calls `alembic` by its name when it makes a gradebook.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before.get("PATH", "")])
    # Exercises are too small to gain from threads, which wait for each other on a busy machine.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
