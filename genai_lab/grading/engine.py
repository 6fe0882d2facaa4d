"""The same engine under nbgrader's own commands: what `nbgrader autograde` and the Formgrader's button run.

`nbgrader_config.py` names these preprocessors in the place of nbgrader's. They take one notebook at a time.
"""

import atexit
import hashlib
import threading
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from genai_lab.grading.course import CourseError
from genai_lab.grading.crew import Crew
from genai_lab.grading.normalise import normalise
from genai_lab.grading.sandbox import available
from genai_lab.grading.session import unit_of
from genai_lab.grading.submission import why_unread

# The Formgrader's server lives for days; warm processes that wait longer than this are closed.
_IDLE_SECONDS = 120.0


class _Source(NbGraderPreprocessor):  # type: ignore[misc]
    """A preprocessor that knows the instructor's notebook of what it is given."""

    def source(self, resources: dict[str, Any]) -> bytes:
        """The file in solutions/."""
        coursedir = self.parent.parent.coursedir  # the exporter's converter's
        named = resources["nbgrader"]
        folder = coursedir.format_path(coursedir.source_directory, ".", named["assignment"])
        return (Path(folder) / f"{named['notebook']}.ipynb").read_bytes()


class Normalise(_Source):
    """Rebuild a submission from the instructor's notebook and the text of the student's answers."""

    def preprocess(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Rebuild one notebook."""
        source = nbformat.reads(self.source(resources).decode(), as_version=4)
        reason = why_unread(notebook)
        if not reason:
            return normalise(notebook, source).notebook, resources
        # What `genai-lab collect` could not read it explains in a first cell, which the feedback has to show.
        said = new_markdown_cell(
            str(notebook.cells[0].source), id="not-read", metadata={"genai_lab": {"reason": str(reason)}}
        )
        notebook.cells = notebook.cells[1:]
        rebuilt = normalise(notebook, source).notebook
        rebuilt.cells.insert(0, said)
        return rebuilt, resources


class Judge(_Source):
    """Run the student's cells in the sandbox and the tests outside it."""

    sandbox = Bool(True, help="Whether students' code is shut off from this machine.").tag(config=True)

    def preprocess(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Run one notebook."""
        missing = available() if self.sandbox else None
        if missing:
            raise CourseError(
                f"{missing} Or set c.Judge.sandbox = False, where you trust who wrote the submissions."
            )
        graded = _warm.grade(
            resources["nbgrader"]["assignment"], self.source(resources), notebook, self.sandbox
        )
        executed = nbformat.reads(graded.notebook, as_version=4)
        flags = [*notebook.metadata.get("genai_lab", {}).get("flags", []), *graded.flags]
        executed.metadata.genai_lab = {"flags": flags, "outcome": graded.outcome}
        self.log.info("%s: %s. %s", resources["nbgrader"]["student"], graded.outcome, "; ".join(flags))
        return executed, resources


class _Warm:
    """A crew of one that outlives a notebook, as nbgrader makes new preprocessors for each."""

    def __init__(self) -> None:
        self._crew: Crew | None = None
        self._made_for: tuple[str, str, bool] | None = None
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def grade(self, unit: str, source: bytes, notebook: NotebookNode, sandbox: bool) -> Any:
        """Grade with the crew at hand, or a new one where that was made for something else."""
        with self._lock:
            self._stop_timer()
            made_for = (unit, hashlib.sha256(source).hexdigest(), sandbox)
            if self._crew is None or made_for != self._made_for:
                self._close()
                parsed = nbformat.reads(source.decode(), as_version=4)
                self._crew, self._made_for = Crew(unit_of(unit, parsed), 1, sandbox=sandbox), made_for
            try:
                return self._crew.submit(nbformat.writes(notebook, version=4)).result()
            finally:
                self._timer = threading.Timer(_IDLE_SECONDS, self.close)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            self._stop_timer()
            self._close()

    def _close(self) -> None:
        if self._crew is not None:
            self._crew.close()
            self._crew = None

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


_warm = _Warm()
atexit.register(_warm.close)
