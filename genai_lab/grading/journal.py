"""The journal: what was recorded of whom, in the gradebook's database and in the transaction of the points.

So a submission's points and the word that they are recorded are stored together or not at all, wherever a run
is cut off. nbgrader passes over the table.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Table, Text, UniqueConstraint, select
from sqlalchemy.orm import Session

# One row for each time that something was recorded of a student; the first has the number 1.
ENTRIES = Table(
    "genai_lab_journal",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("student", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    UniqueConstraint("unit", "student", "number"),
)


@dataclass(frozen=True)
class Entry:
    """What was recorded last of a student: how often by then, and the digest of what it came from."""

    number: int
    origin: str


def prepare(engine: Engine) -> None:
    """Make the table where there is none."""
    ENTRIES.create(engine, checkfirst=True)


def last_entries(session: Session, unit: str) -> dict[str, Entry]:
    """The last entry of each student, by name."""
    rows = session.execute(
        select(ENTRIES.c.student, ENTRIES.c.number, ENTRIES.c.origin)
        .where(ENTRIES.c.unit == unit)
        .order_by(ENTRIES.c.number)
    )
    return {str(row.student): Entry(row.number, str(row.origin)) for row in rows}


def holds(session: Session, unit: str, student: str, number: int) -> bool:
    """Whether something was recorded of a student so many times."""
    where = (ENTRIES.c.unit == unit) & (ENTRIES.c.student == student) & (ENTRIES.c.number == number)
    return session.execute(select(ENTRIES.c.id).where(where)).first() is not None


def write(session: Session, unit: str, student: str, entry: Entry, outcome: str) -> None:
    """Note what the session's transaction records; a second note of the same number fails."""
    values = {"unit": unit, "student": student, "number": entry.number, "origin": entry.origin}
    now = datetime.now(UTC).replace(tzinfo=None)
    session.execute(ENTRIES.insert().values(**values, outcome=outcome, recorded_at=now))
