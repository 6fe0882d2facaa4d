"""The same engine under nbgrader's own commands: what `nbgrader autograde` and the Formgrader's button run.

`nbgrader_config.py` names these preprocessors in the place of nbgrader's. They take one notebook at a time.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from genai_lab.grading.course import CourseError
from genai_lab.grading.normalise import normalise
from genai_lab.grading.record import Facts
from genai_lab.grading.sandbox import available
from genai_lab.grading.session import unit_of
from genai_lab.grading.station import HERE
from genai_lab.grading.submission import why_unread

# nbgrader makes new preprocessors for each notebook, and warm processes end with the thread that opened them.
_thread = ThreadPoolExecutor(1, thread_name_prefix="grade")


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
        source = nbformat.reads(self.source(resources).decode(), as_version=4)
        unit = unit_of(resources["nbgrader"]["assignment"], source)
        text = nbformat.writes(notebook, version=4)
        graded = _thread.submit(HERE.grade, unit, text, sandbox=self.sandbox).result()
        executed = nbformat.reads(graded.notebook, as_version=4)
        flags = [*notebook.metadata.get("genai_lab", {}).get("flags", []), *graded.flags]
        facts = Facts("", graded.outcome, tuple(flags), None, graded.outcomes, graded.seconds, graded.memory)
        executed.metadata.genai_lab = facts.noted()
        self.log.info("%s: %s. %s", resources["nbgrader"]["student"], graded.outcome, "; ".join(flags))
        return executed, resources
