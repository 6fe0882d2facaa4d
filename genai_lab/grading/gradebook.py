"""nbgrader's gradebook, held open by the one writer, and a submission written to it in one piece."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbgrader import api
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook
from sqlalchemy import Index, create_engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from genai_lab.grading import journal
from genai_lab.grading.course import CourseError
from genai_lab.grading.pipeline import alembic_on_path

# Where nbgrader prints the traceback of what it raises besides.
_NBGRADERS_LOG = logging.getLogger("tornado.application")


# Without these each sum of points reads the whole class's rows, and a class costs the square of its size.
_INDEXES = (
    Index("genai_lab_grades", Grade.__table__.c.notebook_id),
    Index("genai_lab_comments", Comment.__table__.c.notebook_id),
    Index("genai_lab_notebooks", SubmittedNotebook.__table__.c.assignment_id),
)


class _OnePiece(Session):
    """A session whose commits wait for `finish`, as nbgrader commits after each cell.

    What is pending is written by then, or before the next question that it may answer otherwise.
    """

    def commit(self) -> None:
        pass

    def finish(self) -> None:
        super().commit()


class OnePieceGradebook(Gradebook):  # type: ignore[misc]
    """nbgrader's gradebook, which stays open and commits a submission as a whole."""

    def __init__(self, db_url: str, course_id: str) -> None:
        _stamp_new(db_url)
        super().__init__(db_url, course_id)
        self.check_course()  # nbgrader's preprocessors open it under the default name, which has to be there
        self.db.remove()
        journal.prepare(self.engine)
        for index in _INDEXES:
            index.create(self.engine, checkfirst=True)
        self._rows: dict[tuple[type[Any], tuple[str, str, str]], dict[str, Any]] = {}
        self._notebooks: dict[tuple[str, str, str], SubmittedNotebook] = {}
        self.db: scoped_session[_OnePiece] = scoped_session(sessionmaker(class_=_OnePiece, bind=self.engine))

    def __exit__(self, *_: object) -> None:
        """Stay open, though a preprocessor has ended."""

    @contextmanager
    def one_piece(self) -> Iterator[None]:
        """Commit all that is done inside, or nothing of it."""
        silent, _NBGRADERS_LOG.disabled = _NBGRADERS_LOG.disabled, True
        try:
            yield
            self.db().finish()
        except api.InvalidEntry as error:
            if isinstance(error.__context__, SQLAlchemyError):
                raise error.__context__ from None  # nbgrader hides what the database said
            raise
        finally:
            _NBGRADERS_LOG.disabled = silent
            self.db.remove()
            self._rows.clear()
            self._notebooks.clear()

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> SubmittedNotebook:
        """A student's notebook, asked for once in each piece."""
        of = (notebook, assignment, student)
        if of not in self._notebooks:
            self._notebooks[of] = super().find_submission_notebook(*of)
        return self._notebooks[of]

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        """The grade of one cell; all of a notebook are read at once, as nbgrader asks for each."""
        return self._row(Grade, grade_cell, (notebook, assignment, student))

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Comment:
        """The comment on one cell, read in the same way."""
        return self._row(Comment, solution_cell, (notebook, assignment, student))

    def _row(self, kind: type[Any], name: str, of: tuple[str, str, str]) -> Any:
        if (kind, of) not in self._rows:
            notebook = self.find_submission_notebook(*of)
            rows = self.db.query(BaseCell.name, kind).join(BaseCell, BaseCell.id == kind.cell_id)
            found = rows.filter(kind.notebook_id == notebook.id)
            self._rows[kind, of] = {str(row.name): row[1] for row in found}
        if name not in self._rows[kind, of]:
            raise MissingEntry(f"No {kind.__name__} of {name} in {' '.join(of)}")
        return self._rows[kind, of][name]


def _stamp_new(db_url: str) -> None:
    """Note nbgrader's version in a new database before its tables are made, in a single statement.

    nbgrader does it last, and where it is killed meanwhile the gradebook can never be upgraded.
    """
    engine = create_engine(db_url)
    try:
        if not inspect(engine).get_table_names():
            version = api.get_alembic_version()
            with engine.begin() as connection:
                stamp = f"SELECT CAST('{version}' AS VARCHAR(32)) AS version_num"
                connection.execute(text(f"CREATE TABLE alembic_version AS {stamp}"))
    finally:
        engine.dispose()


def open_gradebook(db_url: str, course_id: str) -> OnePieceGradebook:
    """The gradebook, made where there is none.

    Raises:
        CourseError: if the database cannot be opened, or is no gradebook of this version of nbgrader.
    """
    try:
        with alembic_on_path():
            return OnePieceGradebook(db_url, course_id)
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        said = str(error).split("\n")[0]
        raise CourseError(
            f"The gradebook {make_url(db_url)} cannot be opened: {said}. Another program may hold it; "
            "one that an older nbgrader made is brought up to date by `nbgrader db upgrade`, after a copy."
        ) from None
