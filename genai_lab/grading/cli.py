"""The command `genai-lab`. Each command imports what it needs, so that the command line starts fast."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from genai_lab.grading.course import Course
    from genai_lab.grading.grade import Run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Release units, start on them, hand them out; collect what students hand in, grade it, report.",
)
_NO_SANDBOX = (
    "Without the sandbox students' code runs as you: it can read, change and send anywhere all that you can, "
    "the solutions and the gradebook included. The tests still run apart from it, in a process of their own."
)
_MOST_LINES = 60  # of the table, until it shows only what somebody should look at
Units = Annotated[list[str] | None, typer.Argument(help="Names of units, such as 01_first_models.")]


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Print an expected error as its sentence, without a traceback, and exit with status 1."""
    from genai_lab.grading.course import CourseError

    try:
        yield
    except CourseError as error:
        typer.echo(f"genai-lab: {error}", err=True)
        raise typer.Exit(1) from None


@app.command()
def release(
    units: Units = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if course/ differs.")
    ] = False,
) -> None:
    """Make course/ from solutions/, never over a file that was edited."""
    with _plain_errors():
        from genai_lab.grading.course import Course
        from genai_lab.grading.release import changes
        from genai_lab.grading.release import release as write

        course = Course.around(Path.cwd())
        if check:
            found = changes(course, units or ())
            for change in found:
                typer.echo(f"{course.short(change.path)} {change.what}")
            if found:
                raise typer.Exit(1)
        else:
            for change in write(course, units or ()):
                typer.echo(f"{course.short(change.path)} released")
        if not check or not found:
            typer.echo("course/ is what solutions/ generates.")


@app.command()
def start(
    units: Units = None,
    everything: Annotated[bool, typer.Option("--all", help="Start all units.")] = False,
) -> None:
    """Copy a unit to work/, where you solve it; a file that is there already is never overwritten."""
    with _plain_errors():
        from genai_lab.grading.course import Course, CourseError, units_in
        from genai_lab.grading.handout import start as copy

        course = Course.around(Path.cwd())
        if bool(units) == everything:
            known = ", ".join(units_in(course.releases)) or "none"
            raise CourseError(f"Name the units to start, or --all and no name. The units: {known}.")
        for line in copy(course, units or ()):
            typer.echo(line)
        typer.echo("JupyterLab shows them: `make student`, or `jupyter lab --ServerApp.root_dir=work` here.")


@app.command()
def bundle(
    output: Annotated[Path, typer.Option(help="The archive to write.")] = Path("dist/genai_lab_students.zip"),
) -> None:
    """Zip what students need: no solutions, no hidden tests, no answers."""
    with _plain_errors():
        from genai_lab.grading.course import Course
        from genai_lab.grading.handout import bundle as pack

        names = pack(Course.around(Path.cwd()), output)
        typer.echo(f"{output}: {len(names)} files. Students unzip it and run `make student`.")


@app.command()
def collect(
    unit: Annotated[str, typer.Argument(help="The unit that was handed in.")],
    exports: Annotated[list[Path], typer.Argument(help="Folders or zip archives that your LMS exported.")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace earlier submissions; each is kept beside the new one.")
    ] = False,
) -> None:
    """Bring what an LMS exports into submitted/, whatever is in it."""
    with _plain_errors():
        from rich.console import Console
        from rich.table import Table

        from genai_lab.grading.collect import collect as bring_in
        from genai_lab.grading.course import Course

        outcomes = bring_in(Course.around(Path.cwd()), unit, exports, force=force)
        table = Table("student", "arrived", "what was done")
        for outcome in outcomes:
            table.add_row(outcome.student, outcome.arrived, outcome.done)
        Console().print(table)
        typer.echo(f"Next: genai-lab grade {unit}")


@app.command()
def grade(
    unit: Annotated[
        str, typer.Argument(help="The unit whose submissions lie in submitted/<student>/<unit>/.")
    ],
    student: Annotated[
        list[str] | None, typer.Option("--student", help="Grade this one only; may be repeated.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many notebooks at a time. [default: the cores]")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Grade on a Dask cluster: its scheduler's address, tcp://host:port.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is unchanged, too.")] = False,
    diff: Annotated[
        bool,
        typer.Option("--diff", help="Record nothing: grade all again and show whose points would change."),
    ] = False,
    feedback: Annotated[bool, typer.Option("--feedback", help="Then write the feedback pages.")] = False,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Run students' code as you, with your files and network.")
    ] = False,
    db: Annotated[
        str | None, typer.Option(help="The gradebook's database URL. [default: gradebook.db]")
    ] = None,
) -> None:
    """Run what students handed in, shut off from this machine, and enter the points into the gradebook."""
    with _plain_errors():
        from genai_lab.grading.course import Course, CourseError
        from genai_lab.grading.grade import grade as run

        if workers and scheduler:
            raise CourseError(
                "A cluster has the workers that it has: give --workers or --scheduler, not both."
            )
        if no_sandbox:
            typer.echo(_NO_SANDBOX, err=True)
        course = Course.around(Path.cwd())
        done = run(
            course,
            unit,
            students=student or (),
            workers=workers,
            scheduler=scheduler,
            force=force,
            compare=diff,
            sandbox=not no_sandbox,
            db_url=db,
        )
        if diff:
            _show_changes(course, unit, done)
            raise typer.Exit(int(done.failed))
        _show(done)
        following = f"genai-lab report {unit}"
        if feedback and not done.stopped:
            _write_feedback(course, unit, done, db)
        if done.failed:
            typer.echo(f"Next: genai-lab grade {unit}, which goes on with those that are not graded yet")
            raise typer.Exit(1)
        typer.echo(f"Next: {following}")


def _show(done: "Run") -> None:
    """Print what became of each submission, and a sentence about all."""
    from rich.console import Console

    from genai_lab.grading.tables import outcomes_table, summary

    shown = done.lines
    if len(shown) > _MOST_LINES:
        shown = [line for line in shown if line.flags or line.outcome not in ("graded", "wrong")]
        typer.echo(f"Of {len(done.lines)} submissions, those with something to look at; the report has all:")
    if shown:
        Console().print(outcomes_table(shown))
    typer.echo(summary(done.lines, len(done.current), done.seconds, done.place))
    if done.stopped:
        recorded = sum(line.score is not None for line in done.lines)
        wanted = done.found - len(done.current)
        typer.echo(f"Stopped, as {done.stopped}: {recorded} of {wanted} are graded and recorded.")


def _show_changes(course: "Course", unit: str, done: "Run") -> None:
    """Print whose points a regrade would change, and where all of it stands."""
    from rich.console import Console

    from genai_lab.grading.comparison import changes_summary, changes_table, write_changes

    if done.changes:
        Console().print(changes_table(done.changes))
        typer.echo(f"Each of them: {course.short(write_changes(course, unit, done.changes))}")
    typer.echo(changes_summary(done.changes))
    if done.failed:
        ungraded = sum(line.score is None for line in done.lines) + done.found - len(done.lines)
        typer.echo(f"{ungraded} submissions could not be compared: {done.stopped or 'see below'}.", err=True)
        for line in done.lines:
            if line.score is None:
                typer.echo(f"  {line.student}: {'; '.join(line.flags)}", err=True)
    else:
        typer.echo(f"Next: genai-lab grade {unit} --force, which records it")


def _write_feedback(course: "Course", unit: str, done: "Run", db: str | None) -> None:
    """Write the page of everybody who has a result, and say whose failed."""
    from genai_lab.grading.grade import write_feedback

    log = course.root / "feedback" / "nbgrader.log"
    graded = [line.student for line in done.lines if line.score is not None]
    failed = write_feedback(course, unit, sorted([*graded, *done.current]), db, log)
    typer.echo(f"{len(graded) + len(done.current) - len(failed)} feedback pages are in feedback/.")
    if failed:
        typer.echo(f"No page for {', '.join(map(repr, failed))}: {log} says why.", err=True)


@app.command()
def report(
    units: Units = None,
    everything: Annotated[
        bool, typer.Option("--all", help="One page about all units with submissions.")
    ] = False,
    db: Annotated[
        str | None, typer.Option(help="The gradebook's database URL. [default: gradebook.db]")
    ] = None,
    formgrader: Annotated[
        str, typer.Option(help="Where the Formgrader is, for links to what waits there.")
    ] = "http://localhost:8888/formgrader",
) -> None:
    """Write a page about a class: points, which mistake how many made, what was flagged, what waits."""
    with _plain_errors():
        from genai_lab.grading.course import Course, CourseError
        from genai_lab.grading.report.evidence import units_with_results
        from genai_lab.grading.report.page import write_report

        if bool(units) == everything:
            raise CourseError("Name the units to report on, or --all and no name.")
        course = Course.around(Path.cwd())
        named = units_with_results(course, db) if everything else list(units or ())
        if not named:
            raise CourseError("A report shows what is recorded, and nothing is: grade a class first.")
        for path in write_report(course, named, db, formgrader, "all" if everything else None):
            typer.echo(course.short(path))


@app.command()
def doctor(
    role: Annotated[
        str | None,
        typer.Option("--for", metavar="ROLE", help="Only what a student, instructor or developer needs."),
    ] = None,
) -> None:
    """Say what is missing on this machine, and the command that mends it."""
    with _plain_errors():
        from rich.console import Console

        from genai_lab.grading.course import CourseError
        from genai_lab.grading.doctor.examine import examine, missing, remedies, show
        from genai_lab.grading.doctor.finding import INSTRUCTOR, ROLES, STUDENT

        if role not in (None, *ROLES):
            raise CourseError(f"The doctor looks at what a {', '.join(ROLES)} needs; got {role!r}.")
        shown = [role] if role else ROLES
        found = examine(Path.cwd())
        Console().print(show(found, shown))
        for line in remedies(found, shown):
            typer.echo(line)
        wrong = missing(found, [role] if role else [STUDENT, INSTRUCTOR])
        if wrong:
            typer.echo(f"Missing: {', '.join(finding.what for finding in wrong)}.")
            raise typer.Exit(1)
        typer.echo(f"Nothing is missing for the {role or f'{STUDENT} or the {INSTRUCTOR}'}.")


@app.command()
def demo() -> None:
    """Grade a small class of real submissions in build/demo/ and show the reason for each lost point."""
    with _plain_errors():
        from genai_lab.grading.course import Course
        from genai_lab.grading.demo import run

        run(Course.around(Path.cwd()))
