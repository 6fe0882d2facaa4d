"""The checks must give points where they are due, name the mistake where one fits, and survive anything."""

import sys
import warnings

import matplotlib.pyplot as plt
import pytest
import torch
from torch.distributions import Normal
from torch.distributions import kl_divergence as torch_kl

from genai_lab import checks


def gaussian_kl(mu, logvar):
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(-1)


def judge(function, hidden=True):
    """The exercise of the course's design, as a test cell writes it."""
    check = checks.exercise(function, points=4)
    with check.part("one value for each example", 1):
        meaning = "one value for each of the 5 examples"
        check.shape(
            function(check.normal(5, 3), check.normal(5, 3)),
            (5,),
            meaning,
            mistakes={"sum over latents": (5, 3)},
        )
    with check.part("nothing to pay at the prior", 1):
        check.close(function(torch.zeros(5, 3), torch.zeros(5, 3)), torch.zeros(5))
    if hidden:
        with check.part("the right price", 2):
            mu, logvar = check.normal(64, 7), check.normal(64, 7)
            truth = torch_kl(Normal(mu, (0.5 * logvar).exp()), Normal(torch.zeros_like(mu), 1.0)).sum(-1)
            mistakes = {
                "the factor 1/2 is missing": 2 * truth,
                "the mean over the latents is taken": truth / 7,
            }
            check.close(function(mu, logvar), truth, mistakes=mistakes)
    return check.points()


def test_a_right_answer_earns_everything(capsys):
    assert judge(gaussian_kl) == 4.0
    assert capsys.readouterr().out.splitlines() == [
        "gaussian_kl                                         4 of 4",
        "  ✓ one value for each example                      1",
        "  ✓ nothing to pay at the prior                     1",
        "  ✓ the right price                                 2",
    ]


def test_a_known_mistake_is_named_and_its_relation_described(capsys):
    assert judge(lambda mu, logvar: 2 * gaussian_kl(mu, logvar)) == 2.0
    out = capsys.readouterr().out
    assert "Your values are twice the right ones everywhere: the factor 1/2 is missing." in out
    assert "✗ the right price                                 0 of 2" in out


def test_in_the_released_notebook_the_header_promises_the_hidden_points(capsys):
    assert judge(gaussian_kl, hidden=False) == 4.0  # what Validate wants of a notebook with nothing wrong
    assert "2 of 2, and 2 more when it is graded" in capsys.readouterr().out
    assert judge(lambda mu, logvar: gaussian_kl(mu, logvar) + 1, hidden=False) == 1.0


def test_an_unwritten_function_is_not_called_wrong(capsys):
    def gaussian_kl(mu, logvar):
        raise NotImplementedError()

    assert judge(gaussian_kl) == 0.0
    assert capsys.readouterr().out == "gaussian_kl   not written yet\n"


def test_the_points_are_a_plain_float_within_range():
    for function in (gaussian_kl, lambda mu, logvar: None):
        assert type(judge(function)) is float
    check = checks.exercise(abs, points=1)
    for i in range(3):
        with check.part(f"third {i}", 1 / 3):
            pass
    assert check.points() == 1.0


@pytest.mark.parametrize("worth", [0, -1, 1.5])
def test_parts_must_fit_into_the_points(worth):
    with (
        pytest.raises(ValueError, match="at most its 1 points"),
        checks.exercise(abs, points=1).part("x", worth),
    ):
        pass


def problem(body, function=gaussian_kl, **options):
    """What the student reads when `body` fails, or None where it passes."""
    check = checks.exercise(function, points=1, **options)
    with check.part("part", 1):
        body(check)
    return check._parts[0].problem


TRUTH = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "got None, which is what a function without a return gives"),
        (3.0, "Expected a torch tensor; got a float."),
        (TRUTH.numpy(), "got a ndarray"),
        (TRUTH[:2], "Expected values of shape (3,); got (2,)."),
        (TRUTH[None], "got (1, 3)."),
        (TRUTH.float(), "Expected values of dtype torch.float64, as the input has; got torch.float32."),
        (2 * TRUTH, "twice the right ones everywhere."),
        (TRUTH / 2, "half the right ones everywhere."),
        (-TRUTH, "minus the right ones everywhere."),
        (3 * TRUTH, "3 times the right ones everywhere"),
        (1.0005 * TRUTH, "3 of 3 values differ, the most at index 2 (4.002 instead of 4)."),
        (1e-12 * TRUTH, "3 of 3 values differ, the most at index 2 (4e-12 instead of 4)."),
        (TRUTH + 0.5, "Your values are the right ones plus 0.5 everywhere."),
        (TRUTH - 0.5, "minus 0.5 everywhere."),
        (torch.tensor([1.0, torch.nan, 4.0]), "1 of 3 values are NaN where the right ones are finite."),
        (torch.tensor([1.0, -torch.inf, 4.0]), "1 of 3 values are infinite where the right ones are finite."),
        (torch.tensor([1.0, 2.0, 9.0]), "1 of 3 values differ, the most at index 2 (9 instead of 4)."),
    ],
)
def test_close_says_how_a_value_differs(value, message):
    assert message in problem(lambda check: check.close(value, TRUTH))


def test_close_of_single_numbers_infinities_and_gradients():
    assert problem(lambda check: check.close(torch.tensor(1.0), torch.tensor(2.0))) == "Expected 2; got 1."
    assert (
        problem(lambda check: check.close(torch.tensor(torch.nan), torch.tensor(2.0)))
        == "Expected 2; got nan."
    )
    assert problem(lambda check: check.close(torch.tensor([-torch.inf]), torch.tensor([-torch.inf]))) is None
    assert "instead of -inf" in problem(
        lambda check: check.close(torch.ones(2), torch.tensor([1.0, -torch.inf]))
    )
    beside = problem(
        lambda check: check.close(torch.tensor([torch.inf, 1, 2.5]), torch.tensor([torch.inf, 2, 9]))
    )
    assert "2 of 3 values differ, the most at index 2" in beside
    assert problem(lambda check: check.close(torch.ones(2, requires_grad=True), torch.ones(2))) is None
    assert "1 of 4 values differ, the most at index (1, 0)" in problem(
        lambda check: check.close(
            torch.tensor([[1.0, 2.0], [0.0, 4.0]]), torch.tensor([[1.0, 2.0], [3.0, 4.0]])
        )
    )


def test_a_mistake_is_named_only_where_it_explains_the_value():
    mistakes = {
        "same as the truth": TRUTH.clone(),
        "of another shape": TRUTH.sum(),
        "a NaN": TRUTH.log() * torch.nan,
    }

    def said(value):
        return problem(lambda check: check.close(value, TRUTH, mistakes=mistakes))

    assert said(TRUTH.sum()).endswith("got (): of another shape.")
    assert said(torch.full((3,), torch.nan)).endswith(": a NaN.")
    assert said(TRUTH + 1e-3).endswith("everywhere.")  # near the first mistake, which says nothing here


def test_wrong_shapes_unpacking_and_conditions():
    assert problem(
        lambda check: check.shape(torch.ones(2, 3), (2,), "one a row", mistakes={"sum": (2, 3)})
    ) == ("Expected shape (2,), one a row; got (2, 3): sum.")
    assert (
        problem(lambda check: check.unpack((1, 2), "a", "b", "c"))
        == "Expected 3 values (a, b, c); got 2 values."
    )
    assert "got None" in problem(lambda check: check.unpack(None, "a", "b"))
    assert "got a Tensor" in problem(lambda check: check.unpack(torch.ones(2), "a", "b"))
    assert problem(lambda check: check.unpack([1, 2], "a", "b")) is None
    assert problem(lambda check: check.that(torch.tensor(False), "So it is.")) == "So it is."


def test_inputs_must_stay_as_they_were():
    def run(change):
        def body(check):
            x = torch.ones(3)
            with check.untouched(x=x):
                change(x)

        return problem(body)

    assert "changes x in place" in run(lambda x: x.add_(1))
    assert run(lambda x: x + 1) is None


def test_draws_must_follow_the_generator():
    def said(draw):
        return problem(lambda check: check.reproducible(draw))

    assert said(lambda generator: (torch.rand(9, generator=generator), torch.ones(2))) is None
    assert "hand generator on" in said(lambda generator: torch.rand(9))
    assert "do not set a seed" in said(
        lambda generator: torch.rand(9, generator=torch.Generator().manual_seed(0))
    )
    seeded = "do not set a seed"
    assert seeded in said(lambda g: torch.rand(9, generator=torch.Generator().manual_seed(g.initial_seed())))
    assert "got None" in said(lambda generator: None)


def test_averages_allow_chance_and_nothing_more():
    draws = torch.randn(10_000, 2, generator=torch.Generator().manual_seed(0))
    mean, std = torch.zeros(2), torch.ones(2)
    assert problem(lambda check: check.average(draws, mean, std)) is None
    shifted = draws + torch.tensor([0.0, 0.5])
    said = problem(
        lambda check: check.average(shifted, mean, std, mistakes={"a half too many": torch.tensor([0, 0.5])})
    )
    assert said.startswith("The average of 10,000 draws is ")
    assert said.endswith(" at index 1, too far from 0 to be chance: a half too many.")
    constant = problem(lambda check: check.average(torch.ones(10), torch.tensor(0.0), torch.tensor(0.0)))
    assert "is 1, too far from 0" in constant


def test_gradients_must_flow():
    x = torch.ones(3, requires_grad=True)
    y = torch.ones(3, requires_grad=True)
    assert problem(lambda check: check.gradients((x * y).sum(), x=x, y=y)) is None
    assert "No gradient flows back to y" in problem(lambda check: check.gradients(x * 2, x=x, y=y))
    assert "No gradient flows back to x" in problem(lambda check: check.gradients((x * 2).detach(), x=x))
    assert "is not finite" in problem(lambda check: check.gradients((x - 1).sqrt(), x=x))


def test_an_exception_costs_its_part_and_points_to_the_line():
    def broken(x):
        return x @ torch.ones(5)

    said = problem(lambda check: broken(torch.ones(3)), function=broken)
    assert "of your cell, `return x @ torch.ones(5)`, raised RuntimeError: " in said
    assert problem(lambda check: sys.exit("bye"), function=abs) == "abs raised SystemExit: bye"
    check = checks.exercise(abs, points=1)
    with check.part("a result of no use", 1):
        torch.ones(3) @ torch.ones(4)
    assert check._parts[0].problem.startswith("The check could not use your result: RuntimeError: ")
    with pytest.raises(KeyboardInterrupt):  # the student pressed stop
        problem(lambda check: (_ for _ in ()).throw(KeyboardInterrupt))


def test_warnings_and_stderr_cost_nothing(capsys):
    def body(check):
        warnings.warn("careful", stacklevel=1)
        print("to stderr", file=sys.stderr)

    assert problem(body) is None
    assert capsys.readouterr().err == ""


def test_the_reference_stands_in_for_earlier_exercises_while_a_part_runs():
    scope = {"earlier": lambda: "the student's"}
    exec("def later(): return earlier(), other()", scope)

    def earlier():
        return "the reference"

    def other():
        return "another reference"

    said = []
    problem(lambda check: said.append(scope["later"]()), function=scope["later"], given=[earlier, other])
    assert said == [("the reference", "another reference")]
    assert scope["earlier"]() == "the student's"
    assert "other" not in scope


def test_the_reference_stands_in_for_what_a_class_calls():
    scope = {"earlier": lambda: "the student's"}
    exec("class Later:\n    limit = 3\n    def say(self): return earlier()", scope)

    def earlier():
        return "the reference"

    said = []
    problem(lambda check: said.append(scope["Later"]().say()), function=scope["Later"], given=[earlier])
    assert said == ["the reference"]
    assert scope["earlier"]() == "the student's"


def test_a_repeated_problem_is_told_once(capsys):
    judge(lambda mu, logvar: None)
    out = capsys.readouterr().out
    assert out.count("got None") == 1
    assert out.count("The same as above.") == 2


def test_the_seed_of_a_run_can_be_chosen(monkeypatch):
    one = checks.exercise(abs, points=1).normal(3)
    assert torch.equal(one, checks.exercise(abs, points=1).normal(3))
    monkeypatch.setenv("GENAI_LAB_CHECK_SEED", "1")
    assert not torch.equal(one, checks.exercise(abs, points=1).normal(3))


def test_a_function_without_a_name_is_still_addressed(capsys):
    judge(lambda mu, logvar: gaussian_kl(mu, logvar))
    assert capsys.readouterr().out.startswith("your function  ")


def test_pictures_wait_for_what_they_need(capsys):
    with checks.picture_of(gaussian_kl, judge):
        plt.figure()
        raise NotImplementedError
    assert not plt.get_fignums()  # nothing half-drawn is left to be shown
    with checks.picture_of(gaussian_kl):
        raise ValueError("no such thing")
    assert capsys.readouterr().out == (
        "The picture comes when all it needs is written: gaussian_kl, judge.\n"
        "No picture yet; with your gaussian_kl it ended in ValueError: no such thing\n"
    )


def test_a_title_must_fit_on_its_line():
    with (
        pytest.raises(ValueError, match="at most 46 characters"),
        checks.exercise(abs, points=1).part("x" * 47, 1),
    ):
        pass
