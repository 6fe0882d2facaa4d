"""What a test cell uses: compare a student's value with the truth and, where it differs, name the mistake.

    check = checks.exercise(gaussian_kl, points=4)
    with check.part("the right price", 4):
        check.close(gaussian_kl(mu, logvar), truth, mistakes={"the factor 1/2 is missing": 2 * truth})
    check.points()

A part earns its points when nothing in it raises. `points` prints a line a part and returns the number that
nbgrader reads: a plain float, as the value of the cell. Nothing that a student's function does inside a part
(an exception, a warning, a line on stderr) reaches further than that part.
"""

import contextlib
import os
import sys
import textwrap
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from genai_lab.differences import difference, number, same, worst

_WIDTH = 52  # where the points stand, in characters from the left


class Mistake(AssertionError):
    """A check that failed; its text is what the student reads."""


class _Part(NamedTuple):
    title: str
    points: float
    problem: str | None
    unwritten: bool


class Exercise:
    """The checks of one exercise; see `exercise`."""

    def __init__(
        self, function: Callable[..., Any], points: float, given: Sequence[Callable[..., Any]]
    ) -> None:
        self.function, self.total, self._given = function, float(points), given
        name = getattr(function, "__name__", "")
        self.name = name if name.isidentifier() else "your function"
        self._parts: list[_Part] = []
        # One seed a run, so that a student sees the same numbers twice and the suite can ask for others.
        self.generator = torch.Generator().manual_seed(int(os.environ.get("GENAI_LAB_CHECK_SEED", "0")))

    @contextlib.contextmanager
    def part(self, title: str, points: float) -> Iterator[None]:
        """One line of the verdict: worth `points` if nothing inside raises."""
        if not 0 < points <= self.total - self._offered + 1e-9:
            raise ValueError(
                f"the parts of an exercise are worth more than 0 each and at most its {self.total:g} points "
                f"together; {title!r} asks for {points:g} where {self.total - self._offered:g} are left"
            )
        if len(title) > _WIDTH - 6:
            raise ValueError(f"a title has at most {_WIDTH - 6} characters, one line; got {title!r}")
        problem, unwritten = None, False
        try:
            # Under nbgrader a line on stderr, and so a warning, would cost the whole cell.
            with contextlib.ExitStack() as stack:
                stack.enter_context(warnings.catch_warnings())
                stack.enter_context(contextlib.redirect_stderr(sys.stdout))
                warnings.simplefilter("ignore")
                # Where that fails, as in a process that has ended, what follows fails as well and says why.
                with contextlib.suppress(Exception):
                    stack.enter_context(self._standing_on_given())
                yield
        except Mistake as mistake:
            problem = str(mistake)
        except (Exception, SystemExit) as error:
            problem, unwritten = self._describe(error), isinstance(error, NotImplementedError)
        self._parts.append(_Part(title, points, problem, unwritten))

    def points(self) -> float:
        """Print the verdict and return the points, as the last value of the cell.

        In a student's copy the hidden parts are absent. Where all visible ones pass the value is then the
        exercise's full points, still to be confirmed: anything less would make nbgrader's Validate complain.
        """
        failed = [part for part in self._parts if part.problem is not None]
        earned = self._offered - sum(part.points for part in failed)
        if earned == 0 and any(part.unwritten for part in failed):
            print(f"{self.name}   not written yet")
            return 0.0
        hidden = self.total - self._offered
        later = f", and {number(hidden)} more when it is graded" if hidden > 1e-9 else ""
        print(f"{self.name:<{_WIDTH}}{number(earned)} of {number(self._offered)}{later}")
        told = set()
        for title, points, problem, _ in self._parts:
            sign, score = ("✗", "0 of ") if problem else ("✓", "")
            print(f"  {sign} {title:<{_WIDTH - 4}}{score}{number(points)}")
            if problem:
                text = "The same as above." if problem in told else problem
                print(
                    textwrap.indent(
                        textwrap.fill(text, 84, break_long_words=False, break_on_hyphens=False), 6 * " "
                    )
                )
                told.add(problem)
        return round(float(earned if failed else self.total), 6)

    def normal(self, *shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
        """Standard normal numbers to try a function on, from the exercise's own generator."""
        return torch.randn(shape, generator=self.generator, dtype=dtype)

    def shape(
        self,
        value: Any,
        shape: tuple[int, ...],
        meaning: str = "",
        *,
        mistakes: Mapping[str, tuple[int, ...]] | None = None,
    ) -> None:
        """Require a tensor of this shape; `meaning` says it in words, `mistakes` name likely wrong shapes."""
        got = tuple(_tensor(value).shape)
        if got != tuple(shape):
            why = next((f": {why}" for why, wrong in (mistakes or {}).items() if tuple(wrong) == got), "")
            raise Mistake(f"Expected shape {tuple(shape)}{meaning and ', ' + meaning}; got {got}{why}.")

    def close(
        self,
        value: Any,
        truth: Tensor,
        *,
        mistakes: Mapping[str, Tensor] | None = None,
        rtol: float = 1e-4,
        atol: float = 1e-6,
        what: str = "values",
    ) -> None:
        """Require the truth's shape, values and dtype.

        Args:
            value: what the student's function returned.
            truth: the right answer.
            mistakes: what known mistakes would have given, by a phrase that names the mistake.
            rtol, atol: the difference allowed is atol + rtol * |truth|.
            what: what the values are called in the message, in the plural.
        """
        value = _tensor(value).detach()
        if not same(value, truth, rtol, atol):

            def fits(wrong: Tensor) -> bool:
                return not same(wrong, truth, rtol, atol) and same(value, wrong, 10 * rtol, 10 * atol)

            raise Mistake(difference(value, truth, rtol, atol, what) + _name(mistakes, fits))
        if value.dtype != truth.dtype:
            raise Mistake(f"Expected {what} of dtype {truth.dtype}, as the input has; got {value.dtype}.")

    def average(
        self,
        draws: Any,
        mean: Tensor,
        std: Tensor,
        *,
        mistakes: Mapping[str, Tensor] | None = None,
        what: str = "draws",
    ) -> None:
        """Require that independent draws (n, ...) with this standard deviation average to `mean`.

        Six standard errors are allowed: a right answer fails about twice in 10^9 for each number compared.
        """
        draws = _tensor(draws).detach().to(torch.float64)
        average, error = draws.mean(0), std / len(draws) ** 0.5
        # A mistaken draw may well spread more than a right one.
        own_error = torch.maximum(error, draws.std(0, correction=0) / len(draws) ** 0.5)

        def fits(mean: Tensor) -> bool:
            return bool(((average - mean).abs() <= 6 * own_error).all())

        if not bool(((average - mean).abs() <= 6 * error).all()):
            index = worst((average - mean).abs() / error)
            got, right = number(average[index]), number(mean.expand_as(average)[index])
            where = f" at index {index[0] if len(index) == 1 else index}" if index else ""
            text = f"The average of {len(draws):,} {what} is {got}{where}, too far from {right} to be chance"
            raise Mistake(text + _name(mistakes, fits))

    def that(self, condition: Any, problem: str) -> None:
        """Require a condition; `problem` is the whole sentence that the student reads where it fails."""
        if not bool(condition):
            raise Mistake(problem)

    def unpack(self, value: Any, *names: str) -> tuple[Any, ...]:
        """Take apart a result that consists of several values."""
        if not isinstance(value, (tuple, list)) or len(value) != len(names):
            got = f"{len(value)} values" if isinstance(value, (tuple, list)) else _kind(value)
            raise Mistake(f"Expected {len(names)} values ({', '.join(names)}); got {got}.")
        return tuple(value)

    @contextlib.contextmanager
    def untouched(self, **inputs: Tensor) -> Iterator[None]:
        """Require that what runs inside leaves these inputs as they were."""
        before = {name: tensor.detach().clone() for name, tensor in inputs.items()}
        yield
        for name, tensor in inputs.items():
            if not torch.equal(tensor.detach(), before[name]):
                raise Mistake(f"Your function changes {name} in place: work on a new tensor instead.")

    def reproducible(self, draw: Callable[[torch.Generator], Any]) -> None:
        """Require that the draw depends on the generator's state and on nothing else."""

        def once(generator: torch.Generator) -> list[Tensor]:
            result = draw(generator)
            return [_tensor(item) for item in (result if isinstance(result, (tuple, list)) else (result,))]

        # Three states, each twice, in an order that no function can guess by counting its calls.
        generators = [torch.Generator().manual_seed(seed) for seed in (1, 1, 2, 2, 3, 3)]
        shuffling = torch.Generator().manual_seed(self.generator.initial_seed())
        order = torch.randperm(len(generators), generator=shuffling).tolist()
        drawn = {place: once(generators[place]) for place in order}
        if not all(all(map(torch.equal, drawn[place], drawn[place + 1])) for place in (0, 2, 4)):
            raise Mistake(
                "The same generator gave two different draws: hand generator on to every random call."
            )
        others = [drawn[2], drawn[4], once(generators[0])]
        if any(all(map(torch.equal, drawn[0], other)) for other in others):
            raise Mistake(
                "Different states of the generator gave the same draw: do not set a seed of your own."
            )

    def gradients(self, output: Any, **inputs: Tensor) -> None:
        """Require that finite gradients flow from the output to each input."""
        output = _tensor(output)
        reached: Sequence[Tensor | None] = [None] * len(inputs)
        if output.requires_grad:
            reached = torch.autograd.grad(output.sum(), list(inputs.values()), allow_unused=True)
        for name, gradient in zip(inputs, reached, strict=True):
            if gradient is None:
                raise Mistake(
                    f"No gradient flows back to {name}: use torch operations, without detach or item."
                )
            if not bool(gradient.isfinite().all()):
                raise Mistake(f"The gradient that reaches {name} is not finite.")

    @property
    def _offered(self) -> float:
        return sum(part.points for part in self._parts)

    @contextlib.contextmanager
    def _standing_on_given(self) -> Iterator[None]:
        """Let the student's function call the references under the names of the earlier exercises."""
        if not self._given:
            yield
            return
        scope = _scope(self.function)
        references = {function.__name__: function for function in self._given}
        own = {name: scope[name] for name in references if name in scope}
        scope.update(references)
        try:
            yield
        finally:
            for name in references.keys() - own.keys():
                del scope[name]
            scope.update(own)

    def _describe(self, error: BaseException) -> str:
        text = str(error).strip().split("\n")[0][:200]
        raised = f"{type(error).__name__}{text and ': ' + text}"
        code = getattr(self.function, "__code__", None)
        # The first two frames are this file's and the test cell's own.
        frames = traceback.extract_tb(error.__traceback__)[2:]
        own = [
            frame
            for frame in frames
            if code is not None and frame.filename == code.co_filename and frame.line
        ]
        if own:
            return f"Line {own[-1].lineno} of your cell, `{own[-1].line}`, raised {raised}"
        return f"{self.name} raised {raised}" if frames else f"The check could not use your result: {raised}"


def exercise(
    function: Callable[..., Any], *, points: float, given: Sequence[Callable[..., Any]] = ()
) -> Exercise:
    """Begin the checks of one exercise.

    Args:
        function: the student's function or class.
        points: what the whole exercise is worth, hidden parts included.
        given: references of earlier exercises that this one may call. They stand in for the student's own
            functions of the same name while a part runs, so that one mistake costs one exercise.

    >>> check = exercise(abs, points=1)
    >>> with check.part("absolute values", 1):
    ...     check.close(abs(torch.tensor([-1.0, 3.0])), torch.tensor([1.0, 3.0]))
    >>> check.points()
    abs                                                 1 of 1
      ✓ absolute values                                 1
    1.0
    """
    return Exercise(function, points, given)


@contextlib.contextmanager
def picture_of(*functions: Callable[..., Any]) -> Iterator[None]:
    """Guard a picture that the student's own functions draw, so that Run All reaches the last cell."""
    names = ", ".join(getattr(function, "__name__", "your function") for function in functions)
    try:
        yield
        return
    except NotImplementedError:
        print(f"The picture comes when all it needs is written: {names}.")
    except Exception as error:
        print(f"No picture yet; with your {names} it ended in {type(error).__name__}: {error}")
    # A notebook shows what is still open at the end of a cell, half-drawn as it is.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


def _tensor(value: Any) -> Tensor:
    if not isinstance(value, Tensor):
        raise Mistake(f"Expected a torch tensor; got {_kind(value)}.")
    return value


def _scope(function: Callable[..., Any]) -> dict[str, Any]:
    """The global names that a function reads, or the methods of a class."""
    things = [function, *(vars(function).values() if isinstance(function, type) else ())]
    return next((thing.__globals__ for thing in things if hasattr(thing, "__globals__")), {})


def _kind(value: Any) -> str:
    if value is None:
        return "None, which is what a function without a return gives"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _name(mistakes: Mapping[str, Tensor] | None, fits: Callable[[Tensor], bool]) -> str:
    """The end of a message: the first known mistake that explains the value, where one does."""
    return next((f": {why}." for why, wrong in (mistakes or {}).items() if fits(wrong)), ".")
