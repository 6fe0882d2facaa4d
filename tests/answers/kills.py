"""What the checks catch: `python -m tests.answers.kills` writes the table to docs/kills.md."""

import runpy
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.answers.bench import ROOT, UNITS, Job, Verdict, exercises, judge
from tests.answers.mutate import Mutant, mutants

ANSWERS = Path(__file__).parent
TABLE = ROOT / "docs" / "kills.md"
SEEDS = range(20)  # of the long test of the right answers
HEADER = """\
# What the checks catch

Right answers, written in different ways; wrong ones that students plausibly write, and how many of them are
told their mistake in words; and mutants: the reference solution with one place changed, so that it computes
something else. All of them are in `tests/answers/`. This table is written by `python -m tests.answers.kills`,
and a slow test holds it to the truth.

"""


class Answer(NamedTuple):
    """One file of answers; its first line says `right`, `mistake` or `diagnosed`, and what."""

    unit: str
    exercise: str
    name: str
    kind: str
    remark: str
    text: str

    def told(self, verdict: Verdict) -> bool:
        """Whether the feedback names the mistake; line breaks and capitals do not count."""
        said = " ".join(verdict.feedback.split()).casefold()
        return self.kind == "diagnosed" and self.remark.casefold() in said


class Mutation(NamedTuple):
    """The mutants of one exercise: how many change the function, and which of those keep all points."""

    changed: int
    survivors: tuple[Mutant, ...]


def answers(unit: str) -> list[Answer]:
    """All answers of a unit."""
    found = []
    for path in sorted((ANSWERS / unit).glob("*/[rw]*_*.py")):
        text = path.read_text()
        kind, remark = text.splitlines()[0].removeprefix("# ").split(": ", 1)
        found.append(Answer(unit, path.parent.name, path.stem, kind, remark, text))
    return found


def judge_answers(chosen: Sequence[Answer], seeds: Sequence[int] = (0,)) -> dict[tuple[Answer, int], Verdict]:
    """The verdict on each answer under each seed of the checks."""
    cases = [(answer, seed) for answer in chosen for seed in seeds]
    verdicts = {}
    for unit in sorted({answer.unit for answer in chosen}):
        of_unit = [(answer, seed) for answer, seed in cases if answer.unit == unit]
        jobs = [Job(answer.exercise, answer.text, seed) for answer, seed in of_unit]
        verdicts |= dict(zip(of_unit, judge(unit, jobs), strict=True))
    return verdicts


def judge_mutants(unit: str, names: Iterable[str]) -> dict[str, Mutation]:
    """Mutate the reference solutions; a survivor counts only where it changes the function.

    Whether it does is found by running it beside the reference on the inputs of `<unit>/inputs.py`, with the
    same state of every generator. Those that draw otherwise from the same distribution are listed there.
    """
    inputs = runpy.run_path(str(ANSWERS / unit / "inputs.py"))
    found = exercises(unit)
    made = [(name, mutant) for name in names for mutant in mutants(found[name].solution, name)]
    verdicts = judge(unit, [Job(name, mutant.source) for name, mutant in made])
    alive = [case for case, verdict in zip(made, verdicts, strict=True) if verdict.score == verdict.possible]
    probes = [Job(name, mutant.source, probe=_probe(unit, name)) for name, mutant in alive]
    same = {case for case, verdict in zip(alive, judge(unit, probes), strict=True) if verdict.score > 0}
    same |= {case for case in alive if (case[0], case[1].change) in inputs["SAME_DISTRIBUTION"]}
    result = {}
    for name in names:
        changed = sum(case[0] == name and case not in same for case in made)
        survivors = [case[1] for case in alive if case[0] == name and case not in same]
        result[name] = Mutation(changed, tuple(survivors))
    return result


def _probe(unit: str, name: str) -> str:
    """A test cell that gives points where the answer agrees with the solution on all inputs."""
    return f"""\
import functools, runpy
from tests.answers.mutate import agree
mutant = {name}
exec({exercises(unit)[name].solution!r})
inputs = runpy.run_path({str(ANSWERS / unit / "inputs.py")!r})["inputs"]
float(agree(mutant, {name}, functools.partial(inputs, {name!r})))
"""


def table(
    verdicts: Mapping[tuple[Answer, int], Verdict], mutations: Mapping[tuple[str, str], Mutation]
) -> str:
    """One row an exercise, and their sum."""
    rows = {}
    for unit, exercise in mutations:
        of_exercise = [(a, verdict) for (a, _), verdict in verdicts.items() if a[:2] == (unit, exercise)]
        passed = [verdict.score == verdict.possible for a, verdict in of_exercise if a.kind == "right"]
        caught = [verdict.score < verdict.possible for a, verdict in of_exercise if a.kind != "right"]
        told = sum(a.told(verdict) for a, verdict in of_exercise)
        changed, survivors = mutations[unit, exercise]
        killed = changed - len(survivors)
        rows[exercise] = (
            sum(passed),
            len(passed),
            sum(caught),
            len(caught),
            told,
            len(caught),
            killed,
            changed,
        )
    rows["**all**"] = tuple(map(sum, zip(*rows.values(), strict=True)))
    lines = ["exercise | right ones pass | wrong ones caught | told in words | mutants caught"]
    lines.append(" | ".join(["---"] * 5))
    for name, row in rows.items():
        shares = [f"{part} of {whole}" for part, whole in zip(row[::2], row[1::2], strict=True)]
        lines.append(" | ".join([name, *shares]))
    return "".join(f"| {line} |\n" for line in lines)


def document() -> str:
    """Judge everything; the text of the table's file."""
    verdicts = judge_answers([answer for unit in UNITS for answer in answers(unit)])
    mutations = {
        (unit, name): mutation
        for unit in UNITS
        for name, mutation in judge_mutants(unit, exercises(unit)).items()
    }
    return HEADER + table(verdicts, mutations)


if __name__ == "__main__":
    TABLE.write_text(document())
    print(TABLE.read_text())
