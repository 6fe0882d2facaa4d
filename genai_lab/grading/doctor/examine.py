"""All checks at a time, and their findings as a table.

Nothing is changed, installed or downloaded, and a check that fails itself is a finding like any other.
"""

import contextlib
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.table import Table
from rich.text import Text

from genai_lab.grading.course import Course, CourseError
from genai_lab.grading.doctor import installation, machine
from genai_lab.grading.doctor.finding import INSTRUCTOR, ROLES, STUDENT, Check, Finding
from genai_lab.grading.names import printable

_STYLES = {"ok": "green", "warning": "yellow", "missing": "red"}


def examine(root: Path) -> list[Finding]:
    """Look at this machine and at the course around `root`, all checks at a time."""
    with contextlib.suppress(CourseError):
        root = Course.around(root).root
    checks = (*installation.CHECKS, *machine.CHECKS)
    with ThreadPoolExecutor(len(checks)) as threads:
        found = threads.map(lambda check: _examined(check, root.resolve()), checks)
        return [finding for findings in found for finding in findings]


def missing(findings: Collection[Finding], roles: Collection[str] = (STUDENT, INSTRUCTOR)) -> list[Finding]:
    """What stops one of these from working."""
    return [each for each in findings if each.state == "missing" and not set(roles).isdisjoint(each.roles)]


def show(findings: Sequence[Finding], roles: Collection[str] = ROLES) -> Table:
    """A table for the terminal: first what everybody needs, then what fewer do."""
    table = Table("what", "", "found")
    chosen = [finding for finding in findings if not set(roles).isdisjoint(finding.roles)]
    groups = {finding.roles for finding in chosen}
    for group in sorted(groups, key=lambda group: (-len(group), [ROLES.index(role) for role in group])):
        who = "everybody" if group == ROLES else " and ".join(group)
        table.add_row(Text(f"for {who}", style="bold"))
        for finding in chosen:
            if finding.roles == group:
                state = Text(finding.state, style=_STYLES[finding.state])
                table.add_row(Text(finding.what), state, Text(printable(finding.said)))
        table.add_section()
    return table


def remedies(findings: Sequence[Finding], roles: Collection[str] = ROLES) -> list[str]:
    """The commands that mend what is missing or poor, each in a line of its own, to be copied."""
    chosen = [each for each in findings if each.state != "ok" and not set(roles).isdisjoint(each.roles)]
    return [f"{each.what}: {printable(each.remedy)}" for each in chosen if each.remedy]


def _examined(check: Check, root: Path) -> list[Finding]:
    """What a check finds, up to where it fails itself."""
    found: list[Finding] = []
    try:
        found.extend(check(root))
    except Exception as error:
        said = f"This could not be looked at: {type(error).__name__}: {error}"
        found.append(Finding(ROLES, check.__name__.strip("_").replace("_", " "), "warning", said[:300]))
    return found
