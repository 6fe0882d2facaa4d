"""Grading on a Dask cluster: how it grows with the workers, what the coordinator holds, what a million costs.

    python benchmarks/cluster.py            # some 15 minutes on two cores
    python benchmarks/cluster.py --quick    # a minute or two: few submissions, no large class

Real: one and two workers of this machine grade a class of unit 01, sandbox and judge on, in rounds that take
turns. The same notebooks graded by one and by two warm workplaces with no coordinator show what this machine
has to give. Simulated, and said so: 16 and 64 workers that sleep for as long as a real notebook took, so that
only the coordinator, the scheduler and the wire are real. Then one large class of a small unit in one run.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from _bench import machine
from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from genai_lab.grading.classroom import answer  # noqa: E402
from genai_lab.grading.course import CONFIG, Course  # noqa: E402
from genai_lab.grading.grade import grade  # noqa: E402
from genai_lab.grading.normalise import normalise  # noqa: E402
from genai_lab.grading.session import unit_of  # noqa: E402
from genai_lab.grading.station import Station  # noqa: E402
from tests.submissions import unit as small  # noqa: E402
from tests.submissions.edit import answered  # noqa: E402

UNIT = "01_first_models"
CLASSES, MACHINES, CORES = (10**3, 10**5, 10**6), (1, 8, 64), 16
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def make_course(root: Path, name: str, n_students: int) -> Course:
    """A course with a class that has solved everything: a copy of unit 01, or of the small unit."""
    root.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root)
    if name == UNIT:
        source = nbformat.read(ROOT / "solutions" / UNIT / f"{UNIT}.ipynb", as_version=4)
        released = nbformat.read(ROOT / "course" / UNIT / f"{UNIT}.ipynb", as_version=4)
        solved = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in source.cells}
        text = nbformat.writes(answer(released, solved))
    else:
        source, text = small.source(), nbformat.writes(answered(small.released(), small.right()))
    (root / "solutions" / name).mkdir(parents=True)
    nbformat.write(source, root / "solutions" / name / f"{name}.ipynb")
    for number in range(n_students):
        path = root / "submitted" / f"student{number:05}" / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return Course(root)


@contextlib.contextmanager
def cluster(folder: Path, workers: int, threads: int = 1, asleep: float | None = None) -> Iterator[str]:
    """A scheduler and workers on this machine, as the command line starts them; its address."""
    described = folder / f"scheduler-{time.monotonic_ns()}.json"
    dask = [str(Path(sys.executable).parent / "dask")]
    common = ["--scheduler-file", str(described), "--no-dashboard"]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    line = [*dask, "worker", *common, "--nworkers", "1", "--nthreads", str(threads), "--no-nanny"]
    line += ["--local-directory", str(folder)]
    if asleep is not None:
        environment["SLEEP_SECONDS"] = str(asleep)
        line += ["--preload", str(ROOT / "benchmarks" / "_asleep.py")]
    start = partial(
        subprocess.Popen,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
        cwd=folder,
    )
    started = [start([*dask, "scheduler", *common, "--host", "127.0.0.1", "--port", "0"])]
    try:
        while not described.exists():
            time.sleep(0.1)
        started += [start(line) for _ in range(workers)]
        yield str(json.loads(described.read_text())["address"])
    finally:
        for process in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _megabytes(name: str) -> float:
    return int(_STATUS.read_text().split(f"{name}:")[1].split()[0]) / 1024


def coordinate(root: str, name: str, address: str) -> dict[str, Any]:
    """Grade a class, all workers warm, and tell how long it took and what this process came to hold.

    The first submissions, two for each worker, make all that grading needs be loaded everywhere.
    """
    course = Course(Path(root))
    everybody = sorted(path.name for path in course.submitted.iterdir())
    from distributed import Client

    with Client(address) as client:
        while not (slots := sum(client.nthreads().values())):
            time.sleep(0.1)
    first = everybody[: max(2, slots if slots < len(everybody) else 2)]
    grade(course, name, students=first, scheduler=address, force=True)
    if _RESET.exists():
        _RESET.write_text("5")  # the peak starts anew from here
    before = _megabytes("VmRSS")
    run = grade(course, name, scheduler=address, force=True)
    graded = [line.seconds["total"] for line in run.lines if line.outcome == "graded"]
    return {
        "seconds": run.seconds,
        "graded": len(graded),
        "each": statistics.mean(graded),
        "rise": _megabytes("VmHWM") - before,
    }


def in_a_new_process(course: Course, name: str, address: str) -> dict[str, Any]:
    """What `coordinate` returns there."""
    line = [sys.executable, __file__, "--coordinate", str(course.root), name, address]
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    if done.returncode:
        sys.exit(f"the coordinator ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def alone(course: Course, workers: int, n_notebooks: int) -> float:
    """Notebooks a second of warm workplaces side by side, with no coordinator, scheduler or gradebook."""
    source = nbformat.read(course.sources / UNIT / f"{UNIT}.ipynb", as_version=4)
    submitted = nbformat.read(course.submitted / "student00000" / UNIT / f"{UNIT}.ipynb", as_version=4)
    text, unit = json.dumps(normalise(submitted, source).notebook), unit_of(UNIT, source)
    with Station() as station, ThreadPoolExecutor(workers) as threads:
        station.warm_up(unit, workers)
        list(threads.map(lambda _: station.grade(unit, text), range(workers)))
        begun = time.perf_counter()
        list(threads.map(lambda _: station.grade(unit, text), range(n_notebooks)))
        return n_notebooks / (time.perf_counter() - begun)


def real(folder: Path, n_students: int, rounds: int) -> tuple[float, float]:
    """Print how one and two real workers compare; what two have of linear, and a notebook's seconds."""
    course = make_course(folder / "real", UNIT, n_students)
    speed: dict[tuple[str, int], list[float]] = {(how, n): [] for how in ("dask", "alone") for n in (1, 2)}
    each: list[float] = []
    with tqdm(total=4 * rounds, desc="real workers") as bar:
        for number in range(rounds):
            order = (1, 2) if number % 2 == 0 else (2, 1)
            for workers in order:
                with cluster(folder, workers) as address:
                    done = in_a_new_process(course, UNIT, address)
                speed["dask", workers].append(done["graded"] / done["seconds"])
                each += [done["each"]] if workers == 1 else []
                bar.update()
            for workers in order:
                speed["alone", workers].append(alone(course, workers, n_students // 2))
                bar.update()
    middle = {key: statistics.median(values) for key, values in speed.items()}
    print("| | one worker | two workers | of linear |\n|---|---|---|---|")
    for how, words in (
        ("dask", "on Dask, all included"),
        ("alone", "the same notebooks, nothing but graded"),
    ):
        one, two = middle[how, 1], middle[how, 2]
        print(f"| {words} | {one:.2f}/s | {two:.2f}/s | {two / one / 2:.2f} |")
    ratios = [
        (speed["dask", 2][i] / speed["dask", 1][i]) / (speed["alone", 2][i] / speed["alone", 1][i])
        for i in range(rounds)
    ]
    print(
        f"\nOf what this machine gives to two: {statistics.median(ratios):.2f} (median of {rounds} rounds)\n"
    )
    return middle["dask", 2] / middle["dask", 1] / 2, statistics.median(each)


def simulated(folder: Path, seconds: float, per_worker: int) -> float:
    """Print how sleeping workers compare with linear; the most submissions a second that are recorded."""
    print(f"| workers, simulated: asleep for {seconds:.2f} s | submissions | seconds | of linear |")
    print("|---|---|---|---|")
    for workers in tqdm((1, 16, 64), desc="simulated workers"):
        count = max(workers * per_worker, 4)
        course = make_course(folder / f"asleep{workers}", UNIT, count)
        with cluster(folder, 1, workers, seconds) as address:
            done = in_a_new_process(course, UNIT, address)
        shutil.rmtree(course.root)
        efficiency = count * seconds / workers / done["seconds"]
        print(f"| {workers} | {count} | {done['seconds']:.1f} | {efficiency:.2f} |")
    course = make_course(folder / "at-once", UNIT, 8 * per_worker)
    with cluster(folder, 1, 64, 0.0) as address:
        done = in_a_new_process(course, UNIT, address)
    speed = done["graded"] / done["seconds"]
    print(f"\nThe coordinator alone, of workers that take no time: {speed:.1f} submissions a second\n")
    return speed


def large(folder: Path, n_students: int) -> None:
    """Print what one run over a large class of the small unit takes and holds."""
    course = make_course(folder / "large", small.UNIT, n_students)
    with cluster(folder, 2) as address:
        done = in_a_new_process(course, small.UNIT, address)
    print(
        f"{done['graded']} of {n_students} real submissions of a small unit, one run, two workers: "
        f"{done['seconds']:.0f} s; the coordinator rose by {done['rise']:.0f} MB.\n"
    )


def projected(seconds: float, efficiency: float, speed: float) -> None:
    """Print hours: submissions x seconds / (workers x efficiency), as fast as a coordinator records."""
    print(
        f"Hours, from {seconds:.2f} s a submission and worker, {efficiency:.2f} of linear, and a coordinator"
    )
    print(f"that records {speed:.1f} a second; a machine has {CORES} cores and a worker for each:\n")
    print(f"| submissions | {' | '.join(f'{n} machine{chr(115) * (n > 1)}' for n in MACHINES)} |")
    print("|---|" + "---|" * len(MACHINES))
    for count in CLASSES:
        hours = [max(count * seconds / (n * CORES * efficiency), count / speed) / 3600 for n in MACHINES]
        print(f"| {count:,} | {' | '.join(f'{each:.2g}' for each in hours)} |")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--coordinate", nargs=3, metavar=("ROOT", "UNIT", "ADDRESS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.coordinate:
        print(json.dumps(coordinate(*options.coordinate)))
        return
    n_students, rounds, per_worker, many = (8, 1, 2, 20) if options.quick else (40, 3, 16, 1000)
    print(f"{UNIT} on {machine()}\n")
    with tempfile.TemporaryDirectory(prefix="genai-lab-bench-") as folder:
        efficiency, seconds = real(Path(folder), n_students, rounds)
        speed = simulated(Path(folder), seconds, per_worker)
        large(Path(folder), many)
    projected(seconds, efficiency, speed)


if __name__ == "__main__":
    main()
