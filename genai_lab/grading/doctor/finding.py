"""One thing that was looked at, and who needs it."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["ok", "warning", "missing"]
Check = Callable[[Path], Iterator["Finding"]]  # of the folder in which it was asked for

STUDENT, INSTRUCTOR, DEVELOPER = ROLES = ("student", "instructor", "developer")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Args:
        roles: who needs it, of ROLES.
        what: the thing, in a few words.
        state: "missing" stops somebody's work, "warning" makes it poorer.
        said: what was found.
        remedy: the command that mends it; empty where there is none.
    """

    roles: tuple[str, ...]
    what: str
    state: State
    said: str
    remedy: str = ""


def install(package: str) -> str:
    """The system's own command that installs a package."""
    manager = {"linux": "sudo apt-get install", "darwin": "brew install", "win32": "winget install"}
    return f"{manager.get(sys.platform, 'install')} {package}"
