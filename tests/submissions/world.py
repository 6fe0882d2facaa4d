"""What a submission might harm: a course with its gradebook, a home, a canary, a port that nobody calls."""

import hashlib
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode

from tests.submissions import unit
from tests.submissions.edit import answered

# What nbgrader and IPython write while they grade is no harm.
_NOISE = {"autograded", "student", ".ipython", "gradebook.db", "student.json"}


class World:
    """One course folder for one submission; `harm` says what happened to it."""

    def __init__(self, root: Path, gradebook: bytes | None = None) -> None:
        self.root = root
        (root / "home").mkdir(parents=True)
        (root / "canary").write_text("alive")
        write(root / "solutions" / unit.UNIT, unit.source())
        write(root / "submitted" / "other" / unit.UNIT, answered(unit.released(), unit.right()))
        if gradebook is not None:
            (root / "gradebook.db").write_bytes(gradebook)
        else:
            with closing(sqlite3.connect(root / "gradebook.db")) as book:
                book.execute("create table grade_cells (id text, max_score real)")
                book.execute("create table grade (id text, manual_score real)")
                book.commit()
        self.port = socket.create_server(("127.0.0.1", 0))
        self.port.setblocking(False)
        self._before = self._state()

    def told(self, notebook: NotebookNode) -> NotebookNode:
        """The notebook of a student who knows where things are: @course@ and @port@ are filled in."""
        for cell in notebook.cells:
            cell.source = cell.source.replace("@course@", str(self.root))
            cell.source = cell.source.replace("@port@", str(self.port.getsockname()[1]))
        return notebook

    def harm(self) -> list[str]:
        """What is not as it was: files, points, calls at the port, processes that name this course."""
        now, before = self._state(), self._before
        found = [path for path in sorted(now.keys() | before.keys()) if now.get(path) != before.get(path)]
        try:
            self.port.accept()[0].close()
            found.append("somebody called")
        except BlockingIOError:
            pass
        for process in psutil.process_iter(["cmdline"]):
            if any(f"orphan of {self.root}" in word for word in process.info["cmdline"] or ()):
                found.append(f"process {process.pid} lives")
        return found

    def close(self) -> None:
        """Give the port back."""
        self.port.close()

    def _state(self) -> dict[str, str]:
        files = (path for path in self.root.rglob("*") if path.is_file())
        state = {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if _NOISE.isdisjoint(path.relative_to(self.root).parts)
        }
        with closing(sqlite3.connect(self.root / "gradebook.db")) as book:
            maxima = book.execute("select sum(max_score) from grade_cells").fetchall()
            by_hand = book.execute("select count(*) from grade where manual_score is not null").fetchall()
        return {**state, "the gradebook": f"{maxima} {by_hand}"}


def write(folder: Path, notebook: NotebookNode) -> None:
    """Write the unit's notebook of a student, or of the instructor."""
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{unit.UNIT}.ipynb")
