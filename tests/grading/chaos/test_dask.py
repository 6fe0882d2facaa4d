"""Workers and schedulers of a real Dask cluster are killed, and the scores are those of one quiet machine."""

from contextlib import closing
from pathlib import Path

import pytest

from genai_lab.grading import sandbox
from tests.grading.chaos import crowd
from tests.grading.chaos.command import Orphans
from tests.grading.chaos.conftest import SIZE, with_gradebook
from tests.grading.chaos.dask_cluster import Dask
from tests.grading.chaos.evidence import Evidence
from tests.grading.chaos.moments import Disturbed
from tests.grading.chaos.test_chaos import compare

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sandbox.available() is not None, reason=str(sandbox.available())),
]


def test_one_of_two_workers_is_killed(
    tmp_path: Path, blank: Path, orphans: Orphans, dask: Dask, undisturbed: Evidence
) -> None:
    course = with_gradebook(crowd.make(tmp_path / "course", SIZE), blank)
    with closing(Disturbed(course, orphans, "dask", "--scheduler", dask.address)) as run:
        run.reach(run.random.randrange(20, 40))
        victim = dask.workers.pop()
        victim.kill()
        victim.wait()
        assert run.finish() == 0, f"{run.tell()}\n{dask.said()[-2000:]}"
        assert f"the cluster {dask.address}" in run.command.said
        compare(course, undisturbed, run.tell())
    dask.close()
    assert orphans.gone(), orphans.left()


def test_the_scheduler_is_killed(
    tmp_path: Path, blank: Path, orphans: Orphans, dask: Dask, undisturbed: Evidence
) -> None:
    course = with_gradebook(crowd.make(tmp_path / "course", SIZE), blank)
    with closing(Disturbed(course, orphans, "scheduler", "--scheduler", dask.address)) as run:
        run.reach(run.random.randrange(20, 40))
        dask.scheduler.kill()
        assert run.command.wait() == 1, run.tell()
        run.check()
        run.options = ()  # the rest on this machine
        run.again()
        assert run.finish() == 0, run.tell()
        compare(course, undisturbed, run.tell())
    dask.close()
    assert orphans.gone(), orphans.left()
