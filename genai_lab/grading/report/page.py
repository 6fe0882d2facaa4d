"""The report: one page in HTML that needs nothing else, and a table beside it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from genai_lab.grading.course import Course, CourseError, write_atomically
from genai_lab.grading.names import printable
from genai_lab.grading.report.evidence import Evidence, gather
from genai_lab.grading.report.notes import further
from genai_lab.grading.report.summary import commonest, hardest
from genai_lab.grading.report.table import table
from genai_lab.grading.report.view import overall, view
from genai_lab.grading.report.wording import amount, counted, percent

FORMGRADER = "http://localhost:8888/formgrader"


def write_report(
    course: Course,
    units: Sequence[str],
    db_url: str | None = None,
    formgrader: str = FORMGRADER,
    name: str | None = None,
) -> list[Path]:
    """Write reports/<name>.html and .csv, and return where they lie.

    Args:
        course: the course.
        units: which of its units.
        db_url: the gradebook; by default the one that the course is configured for.
        formgrader: the address of nbgrader's formgrader, for the links to what waits for a person.
        name: one page and one table for all units, called so; by default each unit has its own.

    Raises:
        CourseError: if a unit has no results, or the formgrader's address is none.
    """
    if not formgrader.startswith(("http://", "https://")):
        raise CourseError(
            f"The formgrader is named by its address, such as {FORMGRADER}; got {formgrader!r}."
        )
    if name is None:
        return [path for unit in units for path in write_report(course, [unit], db_url, formgrader, unit)]
    found = [gather(course, unit, db_url) for unit in units]
    folder = course.root / "reports"
    written = {
        folder / f"{name}.html": render(found, formgrader.rstrip("/")).encode(errors="replace"),
        folder / f"{name}.csv": table(found),
    }
    for path, content in written.items():
        write_atomically(path, content)
    return list(written)


def render(units: Sequence[Evidence], formgrader: str) -> str:
    """The page about one unit or several, as HTML."""
    environment = Environment(
        loader=PackageLoader("genai_lab.grading.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"amount": amount, "percent": percent, "printable": printable}
    environment.globals |= {
        "counted": counted,
        "further": further,
        "hardest": hardest,
        "commonest": commonest,
    }
    page = environment.get_template("page.html.j2")
    views = [view(each, formgrader) for each in units]
    return page.render(views=views, overall=overall(views), now=datetime.now().strftime("%Y-%m-%d %H:%M"))
