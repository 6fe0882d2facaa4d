"""What one graded notebook says, whatever program has written it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genai_lab.grading.report.mistakes import Known, Mistake, is_unwritten, mistakes
from genai_lab.grading.session import OUTCOMES
from genai_lab.grading.verdict import is_test, label_of, source_of


@dataclass(frozen=True)
class Work:
    """A submission as it was graded; what its notebook does not say is empty or 0.

    Args:
        outcome: one of session.OUTCOMES, or a reason why there is none.
        flags: what an instructor may want to know.
        outcomes: by test cell.
        seconds: how long grading took.
        memory: the most bytes that the student's process had.
        answers: the text of each solution cell.
        mistakes: of each test cell that lost points.
        unwritten: the test cells whose exercise was not begun.
    """

    outcome: str = ""
    flags: tuple[str, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    memory: float = 0.0
    answers: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, tuple[Mistake, ...]] = field(default_factory=dict)
    unwritten: frozenset[str] = frozenset()


def read_work(path: Path, known: Mapping[str, Known]) -> Work:
    """Read a graded notebook.

    Args:
        path: where it lies.
        known: what each test cell can say.
    """
    try:
        return _work(json.loads(path.read_bytes()), known)
    except (FileNotFoundError, NotADirectoryError):
        return Work("no notebook", ("its graded notebook is gone: grade again",))
    # Any program may have written there.
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        said = f"its graded notebook cannot be read ({type(error).__name__}): grade again"
        return Work("no notebook", (said,))


def _work(notebook: dict[str, Any], known: Mapping[str, Known]) -> Work:
    said, cells = notebook["metadata"].get("genai_lab", {}), notebook["cells"]
    # What `collect` could not read says why, whoever has graded it.
    reasons = [str(why) for cell in cells[:1] if (why := cell["metadata"].get("genai_lab", {}).get("reason"))]
    outcome = said.get("outcome")
    if outcome not in OUTCOMES:
        outcome = "malformed" if reasons else ""
    flags = tuple(dict.fromkeys([*map(str, said.get("flags", ())), *reasons]))
    answers = [cell for cell in cells if label_of(cell).get("solution")]
    tests = [cell for cell in cells if cell["cell_type"] == "code" and is_test(cell)]
    if outcome == "malformed":
        return Work(outcome, flags, unwritten=frozenset(str(label_of(cell)["grade_id"]) for cell in tests))
    outputs = {str(label_of(cell)["grade_id"]): cell.get("outputs", []) for cell in tests}
    return Work(
        outcome,
        flags,
        {str(name): str(how) for name, how in said.get("outcomes", {}).items()},
        _amount(said.get("seconds", {}).get("total")),
        _amount(said.get("memory")),
        {str(label_of(cell)["grade_id"]): source_of(cell) for cell in answers},
        {name: mistakes(said, known.get(name, Known())) for name, said in outputs.items()},
        frozenset(name for name, said in outputs.items() if is_unwritten(said)),
    )


def _amount(value: Any) -> float:
    """A number as it should be, or 0."""
    fine = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if fine and math.isfinite(value) and value > 0 else 0.0
