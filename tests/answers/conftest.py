"""Judge each chosen answer once, and print what became of the mutants."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.answers import kills
from tests.answers.bench import UNITS, Verdict
from tests.answers.kills import Answer, Mutation

collect_ignore_glob = ["*/right_*.py", "*/wrong_*.py", "*/inputs.py"]
MUTATED = pytest.StashKey[dict[tuple[str, str], Mutation]]()


def _chosen(session: pytest.Session, parameter: str, test: str) -> list[Any]:
    """The values of a parameter in the chosen runs of one test."""
    items = [item for item in session.items if getattr(item, "originalname", None) == test]
    return [item.callspec.params[parameter] for item in items]


@pytest.fixture(scope="session")
def verdicts(request: pytest.FixtureRequest) -> Mapping[tuple[Answer, int], Verdict]:
    """The verdict on every chosen answer, by answer and seed; judged together: a server a unit."""
    chosen = [
        *_chosen(request.session, "answer", "test_right_answer_earns_all_points"),
        *_chosen(request.session, "answer", "test_wrong_answer_loses_points"),
    ]
    judged = kills.judge_answers(chosen)
    for_long = _chosen(request.session, "answer", "test_right_answer_never_fails")
    judged |= kills.judge_answers(for_long, kills.SEEDS)
    return judged


@pytest.fixture(scope="session")
def mutations(request: pytest.FixtureRequest) -> Mapping[tuple[str, str], Mutation]:
    """What became of the mutants of every chosen exercise."""
    chosen = _chosen(request.session, "exercise", "test_mutants_lose_points")
    found = {}
    for unit in UNITS:
        names = [name for of, name in chosen if of == unit]
        if names:
            found |= {(unit, name): mutation for name, mutation in kills.judge_mutants(unit, names).items()}
    request.config.stash[MUTATED] = found
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    mutated = config.stash.get(MUTATED, {})
    if mutated:
        terminalreporter.section("mutants")
    for (_, exercise), (changed, survivors) in mutated.items():
        terminalreporter.write_line(f"{exercise}: {changed - len(survivors)} of {changed} caught")
        for mutant in survivors:
            terminalreporter.write_line(f"    survived: {mutant}")
