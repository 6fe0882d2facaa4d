"""A Dask cluster on loopback, of the programs that somebody would start on several machines."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.grading.chaos.command import PATIENCE, until


class Dask:
    """A scheduler and two workers, who know nothing of any course; each process may be killed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        assert until(self._answers, PATIENCE), self.said()
        self.workers = [self._worker(number) for number in range(2)]
        assert until(lambda: self.said().count("Registered to") == 2), self.said()

    @property
    def address(self) -> str:
        """The scheduler's address, as `--scheduler` takes it."""
        return str(json.loads(self._file.read_bytes())["address"])

    def said(self) -> str:
        """What its programs printed."""
        return (self._folder / "log").read_text(errors="replace")

    def close(self) -> None:
        """End all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait(PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        assert self.scheduler.poll() is None, self.said()
        return self._file.exists() and self._file.stat().st_size > 0

    def _worker(self, number: int) -> "subprocess.Popen[bytes]":
        place = self._folder / str(number)
        place.mkdir()
        # Without the nanny that would start it again: a machine that is gone is gone.
        options = ["--no-nanny", "--nthreads", "1", "--local-directory", str(place), "--host", "127.0.0.1"]
        return self._start("worker", *options)

    def _start(self, program: str, *options: str) -> "subprocess.Popen[bytes]":
        dask = str(Path(sys.executable).with_name("dask"))
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [
                    dask,
                    program,
                    "--no-dashboard",
                    "--dashboard-address",
                    "127.0.0.1:0",
                    "--scheduler-file",
                    str(self._file),
                    *options,
                ],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
