"""The sample of slow tests that CI runs is of the size asked for, and its seed repeats it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """\
import pytest

@pytest.mark.slow
@pytest.mark.parametrize("number", range(20))
def test_slow(number):
    pass

def test_fast():
    pass
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    (tmp_path / "conftest.py").write_bytes((Path(__file__).parent / "conftest.py").read_bytes())
    (tmp_path / "test_suite.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\n")
    return tmp_path


def chosen(suite: Path, *options: str) -> list[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *options]
    plain = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=suite, env=plain, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_a_seed_repeats_its_sample(suite: Path) -> None:
    sample = chosen(suite, "-m", "slow", "--slow-sample", "5", "--slow-seed", "1")
    assert len(sample) == 5
    assert sample == chosen(suite, "-m", "slow", "--slow-sample", "5", "--slow-seed", "1")
    assert sample != chosen(suite, "-m", "slow", "--slow-sample", "5", "--slow-seed", "2")


def test_without_the_option_nothing_is_left_out(suite: Path) -> None:
    assert len(chosen(suite)) == 21
    assert len(chosen(suite, "--slow-sample", "5")) == 6
