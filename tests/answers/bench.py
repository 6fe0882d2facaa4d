"""Judge answers as nbgrader would, fast: a server runs a notebook's setup, then forks a child an answer.

    verdict, = judge("01_first_models", [Job("kl_divergence", "def kl_divergence(q, p): ...")])

In the child the reference solutions stand for the earlier exercises, the answer's text replaces the solution
cell, and the test cell, hidden tests included, runs as in a kernel; nbgrader itself grades what it leaves.
The server is a fresh process with one thread: a fork after threaded work hangs.
"""

import ast
import contextlib
import importlib
import io
import json
import linecache
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade, is_solution

ROOT = Path(__file__).parents[2]
FORK = multiprocessing.get_context("fork" if hasattr(os, "fork") else None)


class Exercise(NamedTuple):
    """What the notebook says of one exercise; `before` is the source of all that its cells stand on."""

    before: tuple[str, ...]
    solution: str
    test: NotebookNode


class Job(NamedTuple):
    """An answer to judge; `probe` is the source of another test cell to judge it by."""

    exercise: str
    answer: str
    seed: int = 0
    probe: str | None = None


class Verdict(NamedTuple):
    """What nbgrader gives for an answer, and what its author reads."""

    score: float
    possible: float
    feedback: str


def exercises(unit: str) -> dict[str, Exercise]:
    """The exercises of a unit, in order."""
    notebook = nbformat.read(ROOT / "solutions" / unit / f"{unit}.ipynb", as_version=4)
    tests = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    found, before = {}, []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_solution(cell) and f"test_{name}" in tests:
            found[name] = Exercise(tuple(before), cell.source, tests[f"test_{name}"])
        if is_solution(cell) or "setup" in cell.metadata.get("tags", ()):
            before.append(cell.source)
    return found


UNITS = [unit for unit in sorted(path.stem for path in ROOT.glob("solutions/*/*.ipynb")) if exercises(unit)]


def judge(unit: str, jobs: Sequence[Job], *, seconds: float = 60) -> list[Verdict]:
    """Judge answers of one unit, several at a time; one that takes longer than `seconds` gets 0 points."""
    if not jobs:
        return []
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    server = subprocess.run(
        [sys.executable, "-m", "tests.answers.bench", unit, str(seconds)],
        input=json.dumps(jobs),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | one_thread,
    )
    return [Verdict(*verdict) for verdict in json.loads(server.stdout)]


def run_cell(source: str, scope: dict[str, Any], name: str) -> list[NotebookNode]:
    """Run a cell as a kernel would, and return its outputs."""
    # Tracebacks quote the cell's own lines, as they do in a notebook.
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    outputs, streams = [], {"stdout": io.StringIO(), "stderr": io.StringIO()}
    with contextlib.redirect_stdout(streams["stdout"]), contextlib.redirect_stderr(streams["stderr"]):
        try:
            tree = ast.parse(source)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, name, "exec"), scope)
            value = eval(compile(ast.Expression(last.value), name, "eval"), scope) if last else None
            if value is not None:
                outputs.append(new_output("execute_result", data={"text/plain": repr(value)}))
        except BaseException as error:
            outputs.append(new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[]))
    written = {stream: buffer.getvalue() for stream, buffer in streams.items()}
    return [
        new_output("stream", name=stream, text=text) for stream, text in written.items() if text
    ] + outputs


def _outputs(scope: dict[str, Any], exercise: Exercise, done: int, job: Job) -> list[NotebookNode]:
    """What the test cell leaves; `done` cells before the exercise have run already."""
    os.environ["GENAI_LAB_CHECK_SEED"] = str(job.seed)
    with open(os.devnull, "w") as nowhere:  # what is written past sys.stdout must not meet the server's reply
        os.dup2(nowhere.fileno(), 1)
    for number, source in enumerate((*exercise.before[done:], job.answer)):
        run_cell(source, scope, f"<cell {number}>")
    return run_cell(job.probe or exercise.test.source, scope, f"<test_{job.exercise}>")


def _scout(sender: Connection, scope: dict[str, Any], exercise: Exercise, done: int, job: Job) -> None:
    """Send the names of all modules that one run imports, some of them inside a library's function."""
    _outputs(scope, exercise, done, job)
    sender.send_bytes(json.dumps(list(sys.modules)).encode())


def _grade(sender: Connection, scope: dict[str, Any], exercise: Exercise, done: int, job: Job) -> None:
    """Send the verdict on one answer."""
    exercise.test.outputs = _outputs(scope, exercise, done, job)
    feedback = "".join(output.get("text") or output.get("evalue", "") for output in exercise.test.outputs)
    sender.send_bytes(json.dumps((*determine_grade(exercise.test), feedback)).encode())


def _serve(unit: str, jobs: Sequence[Job], seconds: float) -> Iterator[tuple[int, Verdict]]:
    """Yield each job's number and verdict as they come."""
    found = exercises(unit)
    common = next(iter(found.values())).before
    scope = _setup(common)

    def start(target: Callable[..., None], job: Job) -> tuple[Connection, BaseProcess]:
        receiver, sender = FORK.Pipe(duplex=False)
        process = FORK.Process(target=target, args=(sender, scope, found[job.exercise], len(common), job))
        process.start()
        sender.close()
        return receiver, process

    for name in dict.fromkeys(job.exercise for job in jobs):
        _preload(*start(_scout, Job(name, found[name].solution)))
    waiting, running = list(enumerate(jobs)), {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            number, job = waiting.pop(0)
            receiver, process = start(_grade, job)
            running[receiver] = number, process, time.monotonic() + seconds
        first = min(deadline for _, _, deadline in running.values())
        ready = wait(list(running), timeout=max(0.0, first - time.monotonic()))
        for receiver, (number, process, deadline) in list(running.items()):
            if receiver in ready or time.monotonic() > deadline:
                possible = found[jobs[number].exercise].test.metadata.nbgrader.points
                yield number, _receive(receiver, possible, receiver in ready)
                process.kill()
                process.join()
                del running[receiver]


def _setup(cells: Sequence[str]) -> dict[str, Any]:
    """The names that the notebook's first cells define."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    for number, source in enumerate(cells):
        for output in run_cell(source, scope, f"<setup {number}>"):
            if output.output_type == "error":
                raise RuntimeError(f"a setup cell raised {output.ename}: {output.evalue}")
    return scope


def _preload(receiver: Connection, process: BaseProcess) -> None:
    """Import what a scout imported, so that no child pays for it."""
    for module in json.loads(receiver.recv_bytes()):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    process.join()


def _receive(receiver: Connection, possible: float, ready: bool) -> Verdict:
    """The child's verdict, or 0 points where none came."""
    if not ready:
        return Verdict(0, possible, "stopped: it took too long")
    try:
        return Verdict(*json.loads(receiver.recv_bytes()))
    except EOFError:
        return Verdict(0, possible, "the process died")


if __name__ == "__main__":
    import torch

    torch.set_num_threads(1)
    unit, seconds = sys.argv[1:]
    jobs = [Job(*job) for job in json.load(sys.stdin)]
    verdicts = dict(_serve(unit, jobs, float(seconds)))
    json.dump([verdicts[number] for number in range(len(jobs))], sys.stdout)
