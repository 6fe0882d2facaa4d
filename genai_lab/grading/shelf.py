"""autograded/ as files: a notebook waits beside its place until the gradebook has its points."""

import json
import os
from pathlib import Path

from genai_lab.grading.journal import Entry


def staged(path: Path) -> Path:
    """Where a notebook waits; no command of nbgrader's looks at it."""
    return path.with_name(f".{path.name}.next")


def write(path: Path, text: str) -> None:
    """Write to the disk itself. What is cut off half-way is written anew by the next run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def put_in_place(path: Path) -> None:
    """Let the notebook that waits follow the gradebook, which has its points."""
    timestamp = json.loads(staged(path).read_bytes())["metadata"]["genai_lab"].get("timestamp")
    if timestamp:
        # `nbgrader autograde` tells by this file whether something newer was handed in.
        write(path.with_name("timestamp.txt"), f"{timestamp} UTC\n")
    os.replace(staged(path), path)


def entry_of(path: Path) -> Entry | None:
    """The journal's entry that a notebook belongs to."""
    try:
        noted = json.loads(path.read_bytes())["metadata"]["genai_lab"]
        return Entry(noted["recording"], noted["origin"])
    # Any program may have written there.
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def texts_of(path: Path) -> dict[str, str]:
    """The text of each cell of a notebook that nbgrader knows by name."""
    try:
        return {
            cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
            for cell in json.loads(path.read_bytes())["cells"]
            if "nbgrader" in cell["metadata"]
        }
    # Any program may have written there.
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
