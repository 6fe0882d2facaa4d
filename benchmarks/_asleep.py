"""What a Dask worker preloads to grade without grading: it sleeps as long as a notebook takes for all points.

So many workers fit into one machine, and what is measured is the coordinator, the scheduler and the wire.
"""

import json
import os
import time
from typing import Any

from genai_lab.grading import station
from genai_lab.grading.session import Graded

_SECONDS = float(os.environ["SLEEP_SECONDS"])


class Asleep:
    """In the place of a `Workplace`."""

    def __init__(self, unit: Any, *, sandbox: bool = True) -> None:
        pass

    def grade(self, notebook: str) -> Graded:
        """Sleep."""
        begun = time.perf_counter()
        cells, outcomes = json.loads(notebook), {}
        for cell in cells["cells"]:
            named = cell["metadata"].get("nbgrader", {})
            if named.get("grade") and cell["cell_type"] == "code":
                said = {"output_type": "stream", "name": "stdout", "text": "✓ asleep\n" * 20}
                value = {"text/plain": str(float(named["points"]))}
                result = {
                    "output_type": "execute_result",
                    "execution_count": 1,
                    "metadata": {},
                    "data": value,
                }
                cell["outputs"] = [said, result]
                outcomes[named["grade_id"]] = "graded"
        graded = Graded(json.dumps(cells), outcomes, (), {"total": _SECONDS})
        time.sleep(max(0.0, _SECONDS - (time.perf_counter() - begun)))
        return graded

    def close(self) -> None:
        """Nothing is open."""


station.Workplace = Asleep  # type: ignore[misc, assignment]
