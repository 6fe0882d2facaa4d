"""nbgrader's steps for one unit of one course, through its own converters, with what it says in a file."""

import glob
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.export import GradesExport
from genai_lab.grading.mend import quietly

# Seconds to wait for another program that writes to the gradebook; SQLite by itself gives up after 5.
_PATIENCE = 60


class Pipeline:
    """Release, write feedback, export: each step raises CourseError where nbgrader fails."""

    def __init__(self, course: Course, unit: str, log: Path, db_url: str | None = None) -> None:
        self.course, self.unit, self.log = course, unit, log
        self.db_url = gradebook_url(course, db_url)
        self._logger = logging.Logger(__name__, logging.INFO)

    def release(self) -> None:
        """Generate the unit and enter its exercises and points into the gradebook."""
        self._run(GenerateAssignment)

    def feedback(self, student: str) -> Path:
        """Write one student's feedback page and return where it lies."""
        self._run(GenerateFeedback, student)
        return self.course.root / "feedback" / student / self.unit / f"{self.unit}.html"

    def export(self) -> Path:
        """Write the class's grades as a CSV file and return where it lies."""
        path = self.course.root / "grades.csv"
        with self._quietly("export"), self.gradebook() as gradebook:
            GradesExport(to=str(path), log=self._logger).export(gradebook)
        return path

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """The gradebook, open."""
        with alembic_on_path(), Gradebook(self.db_url, self._directory().course_id) as opened:
            yield opened

    def _run(self, step: Any, student: str | None = None) -> None:
        with self._quietly(f"{step.__name__} of {student or self.unit}"), alembic_on_path():
            step(coursedir=self._directory(student), config=self._config(), log=self._logger).start()

    def _directory(self, student: str | None = None) -> CourseDirectory:
        # nbgrader takes a student's name for a pattern of file names.
        pattern = "*" if student is None else glob.escape(student)
        return CourseDirectory(config=self._config(), student_id=pattern, log=self._logger)

    def _config(self) -> Any:
        config = self.course.config()
        config.CourseDirectory.root = str(self.course.root)
        config.CourseDirectory.assignment_id = self.unit
        config.CourseDirectory.db_url = self.db_url
        # Without this a page that is there already would stay, whatever was graded since.
        config.GenerateFeedback.force = True
        return config

    @contextmanager
    def _quietly(self, what: str) -> Iterator[None]:
        """All that nbgrader says goes to the log; whatever ends it ends us with one sentence."""
        handler = logging.FileHandler(self.log, encoding="utf-8")
        self._logger.addHandler(handler)
        try:
            with quietly():  # warnings concern nbgrader's own use of its libraries
                yield
        except Exception as error:
            self._logger.exception("%s failed", what)
            raise CourseError(f"nbgrader failed at {what}; what it said is in {self.log}.") from error
        finally:
            self._logger.removeHandler(handler)
            handler.close()


def gradebook_url(course: Course, db_url: str | None = None) -> str:
    """Where the gradebook is: as given, else as `nbgrader_config.py` says, else gradebook.db in the course.

    A file's path becomes absolute, as nbgrader changes directories, and a lock is waited for.
    """
    if db_url is None:
        config = course.config()
        config.CourseDirectory.root = str(course.root)
        db_url = str(CourseDirectory(config=config).db_url)
    try:
        url = make_url(db_url)
        if (
            url.get_backend_name() == "sqlite"
            and url.database
            and not url.database.startswith((":", "file:"))
        ):
            url = url.set(database=os.path.abspath(url.database))
            url = url.update_query_dict({"timeout": str(_PATIENCE), **url.query})
        elif url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")  # the driver that the extra `postgres` installs
    except (ArgumentError, ValueError) as error:
        raise CourseError(
            f"A gradebook is named by a database URL, such as sqlite:///gradebook.db; "
            f"got {db_url!r}: {error}."
        ) from None
    return url.render_as_string(hide_password=False)


@contextmanager
def alembic_on_path() -> Iterator[None]:
    """Let nbgrader find `alembic`, which it calls by its name when it makes a gradebook."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
