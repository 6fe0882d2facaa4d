"""The judge's end of the wire: a real process at the other end, and one that answers what it likes."""

import builtins
import contextlib
import copy
import functools
import gc
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from genai_lab.grading import session, student, twins
from genai_lab.grading.link import Link
from genai_lab.grading.nursery import Nursery
from genai_lab.grading.remote import ProcessEnded, Remote, RemoteModule
from genai_lab.grading.sandbox import Limits
from genai_lab.grading.values import CannotCross, Named
from genai_lab.grading.wire import Frame, Wire, WireClosed

from .test_values import ODD, inert, spoil

SETUP = "import gc, math\nimport numpy as np\nimport torch\nfrom torch import nn\n"
Start = Callable[..., Link]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """A warm process, which forks a student's process for each test."""
    imports = ["numpy", *session._ALWAYS, session._FOR_OPTIMISERS]
    made = Nursery("student", [SETUP], imports, sandbox=False, limits=Limits())
    try:
        made.ready()
        yield made
    finally:
        made.close()


@pytest.fixture
def start(nursery: Nursery) -> Iterator[Start]:
    """Begins a student's process that has run a cell, and runs it again in the next where one is lost."""
    links: list[Link] = []

    def begin(cell: str = "", limit: float = 20.0) -> Link:
        def revive() -> None:
            link.connect(Wire(nursery.spawn()))
            run()

        def run() -> None:
            assert link.run(cell, "cell")["failed"] is None

        link = Link(revive, lambda how, text: (how, text), limit)
        links.append(link)
        link.connect(Wire(nursery.spawn()))
        run()
        return link

    yield begin
    for link in links:
        link.disconnect()
    nursery.kill()


def judged(source: str) -> dict[str, Any]:
    """What a cell of the judge's defines; its names belong to `__main__`, as in a notebook."""
    names: dict[str, Any] = {"__name__": "__main__", "torch": torch, "nn": nn, "np": np}
    exec(source, names)
    return names


def equal(one: Any, other: Any) -> bool:
    """Whether two values hold the same, tensors and arrays too."""
    if isinstance(one, Tensor | np.ndarray):
        return type(one) is type(other) and one.tolist() == other.tolist()
    if isinstance(one, dict):
        return list(one) == list(other) and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(equal(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


# What a call changes


CHANGES = {
    "list": ("v.append(3); v[0] = 'a'", lambda: [1, 2], ["a", 2, 3]),
    "dict": ("v['b'] = [v.pop('a')]", lambda: {"a": 1}, {"b": [1]}),
    "set": ("v.discard(1); v.add(5)", lambda: {1, 2}, {2, 5}),
    "array": ("v[1:] *= 2", lambda: np.arange(3.0), np.array([0.0, 2.0, 4.0])),
    "tensor": ("v[0] = 7", lambda: torch.zeros(2), torch.tensor([7.0, 0.0])),
    "tensor in a list": ("v[0].add_(1)", lambda: [torch.zeros(2)], [torch.ones(2)]),
    "list in a dict": ("v['a'].append(2)", lambda: {"a": [1]}, {"a": [1, 2]}),
    "itself": ("v.append(v)", lambda: [], None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_call_changes_in_place_is_changed_here(name, start):
    change, make, after = CHANGES[name]
    value = make()
    start(f"def f(v):\n    {change}").look_up("f")(value)
    if after is None:
        assert len(value) == 1
        assert value[0] is value
    else:
        assert type(value) is type(after)
        assert equal(value, after)


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_call_leaves_as_it_is_stays_as_it_is(name, start):
    _, make, _ = CHANGES[name]
    value = make()
    inner = value[0] if name == "tensor in a list" else None
    start("def f(v):\n    return len(v)").look_up("f")(value)
    assert name == "itself" or equal(value, make())
    assert inner is None or value[0] is inner


def test_a_function_that_counts_its_calls_counts_those_of_the_student(start):
    ours = judged(
        "def make():\n"
        "    calls, seen = 0, []\n"
        "    def f(x):\n"
        "        nonlocal calls\n"
        "        calls += 1\n"
        "        seen.append(x)\n"
        "        return 2 * x\n"
        "    return f, lambda: (calls, seen)\n"
        "f, told = make()\n"
    )
    assert start("def g(f):\n    return f(1) + f(5)").look_up("g")(ours["f"]) == 12
    assert ours["told"]() == (2, [1, 5])


def test_an_object_s_attributes_change_and_no_method(start):
    ours = judged(
        "class C:\n"
        "    def __init__(self):\n"
        "        self.n, self.x, self.inner = 0, torch.zeros(2), [1]\n"
        "    def double(self):\n"
        "        return 2 * self.n\n"
        "c = C()\n"
    )
    link = start(
        "def f(c):\n    c.n += 4; c.x += 1; c.inner.append(c.n); c.new = (1,)\n    return c, c.double()"
    )
    x = ours["c"].x
    assert link.look_up("f")(ours["c"]) == (ours["c"], 8)
    assert vars(ours["c"]) | {"x": None} == {"n": 4, "x": None, "inner": [1, 4], "new": (1,)}
    assert ours["c"].x is x
    assert x.tolist() == [1, 1]
    with pytest.raises(ProcessEnded, match="what an object holds"):
        start("def f(c):\n    c.double = 5").look_up("f")(ours["c"])
    assert ours["c"].double() == 8


def test_a_module_s_parameters_attributes_and_mode_change(start):
    module = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    weight, bias = module[0].weight, module[0].bias
    link = start(
        "def f(m):\n"
        "    m[0].weight.data.fill_(3); m[0].bias.requires_grad_(False); m[1].p = 0.25; m[1].eval()\n"
        "    m(torch.ones(1, 2)).sum().backward()\n"
        "    return m\n"
    )
    assert link.look_up("f")(module) is module
    assert module[0].weight is weight
    assert weight.tolist() == [[3, 3], [3, 3]]
    assert weight.grad.tolist() == [[1, 1], [1, 1]]
    assert (bias.requires_grad, bias.grad, module[1].p) == (False, None, 0.25)
    assert (module.training, module[0].training, module[1].training) == (True, True, False)


@pytest.mark.parametrize("kind", ["SGD", "Adam"])
def test_an_optimiser_goes_on_here_where_it_stopped_there(kind, start):
    step = (
        "def steps(model, optimizer, x, n):\n"
        "    for _ in range(n):\n"
        "        optimizer.zero_grad()\n"
        "        model(x).square().mean().backward()\n"
        "        optimizer.step()\n"
        "    optimizer.param_groups[0]['lr'] *= 0.5\n"
    )
    ours = judged(step)["steps"]
    torch.manual_seed(0)
    x, model = torch.randn(8, 3), nn.Linear(3, 1)
    twin = copy.deepcopy(model)
    options: dict[str, Any] = {"lr": 0.1} | ({"momentum": 0.9} if kind == "SGD" else {})
    optimizer, other = (getattr(torch.optim, kind)(m.parameters(), **options) for m in (model, twin))
    theirs = start(step).look_up("steps")
    for function, n in ((theirs, 2), (ours, 1), (theirs, 1)):
        function(model, optimizer, x, n)
        ours(twin, other, x, n)
    assert torch.equal(model.weight, twin.weight)
    assert optimizer.param_groups[0]["lr"] == other.param_groups[0]["lr"] == 0.0125
    assert optimizer.param_groups[0]["params"][0] is model.weight
    assert list(optimizer.state) == list(model.parameters())


def test_a_generator_gives_the_same_numbers_there_and_is_advanced(start):
    link = start("def f(g):\n    return torch.randn(3, generator=g)\ndef idle(g):\n    return 1\n")
    ours, same = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
    assert link.look_up("idle")(ours) == 1
    assert torch.equal(ours.get_state(), same.get_state())
    first = link.look_up("f")(ours)
    assert torch.equal(first, torch.randn(3, generator=same))
    assert not torch.equal(link.look_up("f")(ours), first)
    assert not torch.equal(ours.get_state(), same.get_state())


def test_one_generator_among_two_arguments_is_one_there(start):
    link = start("def f(g, h):\n    return g is h, torch.randn(2, generator=g), torch.randn(2, generator=h)")
    generator = torch.Generator().manual_seed(1)
    same = torch.Generator().manual_seed(1)
    alike, one, other = link.look_up("f")(generator, generator)
    assert alike
    assert torch.equal(torch.cat([one, other]), torch.cat([torch.randn(2, generator=same) for _ in "ab"]))


def test_the_random_state_travels_also_after_a_call_that_failed(start):
    link = start("def f(v):\n    torch.rand(3); v.append(math)\ndef g():\n    return torch.rand(2)\n")
    torch.manual_seed(5)
    truth = torch.rand(2)
    for _ in range(2):
        torch.manual_seed(5)
        assert torch.equal(link.look_up("g")(), truth)
        with pytest.raises(Exception, match="cannot go"):
            link.look_up("f")([])
    torch.manual_seed(5)
    link.look_up("g")()
    assert not torch.equal(torch.rand(2), truth)


def test_settings_travel(start):
    link = start("def f():\n    return torch.zeros(1).dtype, torch.is_grad_enabled()")
    f = link.look_up("f")
    assert f() == (torch.float32, True)
    try:
        torch.set_default_dtype(torch.float64)
        with torch.no_grad():
            assert f() == (torch.float64, False)
    finally:
        torch.set_default_dtype(torch.float32)
    assert f() == (torch.float32, True)


# What a call returns


def test_an_argument_comes_back_as_itself(start):
    f = start("def f(*args):\n    return args").look_up("f")
    ours = judged("class C: pass\nc = C()\nf = lambda: c")
    things = [torch.ones(2), [1], {"a": 1}, {1}, np.ones(2), nn.Linear(1, 1), ours["c"]]
    assert all(a is b for a, b in zip(f(*things), things, strict=True))
    held = [[], things[0]]
    (arrived,) = f(held)
    assert arrived is held
    assert arrived[1] is things[0]


@pytest.mark.parametrize(
    ("expression", "view"),
    [
        ("x[1]", lambda x: x[1]),
        ("x.T", lambda x: x.T),
        ("x[:, 1::2]", lambda x: x[:, 1::2]),
        ("x.reshape(2, 6)[1:, 2:]", lambda x: x.reshape(2, 6)[1:, 2:]),
        ("x[2, 3]", lambda x: x[2, 3]),
        ("x.detach()", lambda x: x),
        ("x[:1].expand(5, 4)", lambda x: x[:1].expand(5, 4)),
    ],
)
def test_a_view_of_an_argument_comes_back_as_a_view_of_it(expression, view, start):
    x = torch.arange(12.0).reshape(3, 4)
    arrived = start(f"def f(x):\n    return {expression}").look_up("f")(x)
    assert torch.equal(arrived, view(x))
    assert arrived.stride() == view(x).stride()
    x.mul_(2)
    assert torch.equal(arrived, view(x))


@pytest.mark.parametrize("expression", ["x + 0", "x.clone()[1]", "x.to(torch.float64)", "x[[0, 1]]"])
def test_a_copy_of_an_argument_comes_back_as_a_copy(expression, start):
    x = torch.arange(12.0).reshape(3, 4)
    arrived = start(f"def f(x):\n    return {expression}").look_up("f")(x)
    before = arrived.clone()
    x.mul_(2)
    assert torch.equal(arrived, before)


def test_a_view_of_a_transposed_argument_has_its_values(start):
    x = torch.arange(6.0).reshape(2, 3).T
    assert torch.equal(start("def f(x):\n    return x[0]").look_up("f")(x), x[0])


@pytest.mark.parametrize("expression", ["x[0].expand(2**34)", "x[:1].expand(2**20, 2**20).T"])
def test_a_view_without_end_does_not_arrive(expression, start):
    link = start(f"def f(x):\n    return {expression}\ndef g():\n    return 1")
    f, g = link.look_up("f"), link.look_up("g")
    with pytest.raises(Exception, match="too large"):
        f(torch.ones(3))
    assert g() == 1


def test_a_leaf_stays_one_tensor_on_both_sides(start):
    link = start(
        "w = torch.ones(2, requires_grad=True)\n"
        "def get():\n    return w\n"
        "def loss(x):\n    return (w * x).sum()\n"
        "def told():\n    return w.tolist(), w.grad if w.grad is None else w.grad.tolist()\n"
        "def step():\n    with torch.no_grad():\n        w.sub_(w.grad)\n"
    )
    get, loss, told = (link.look_up(name) for name in ("get", "loss", "told"))
    w = get()
    assert get() is w
    assert (w.is_leaf, w.requires_grad) == (True, True)
    loss(torch.tensor([1.0, 2.0])).backward()
    assert w.grad.tolist() == [1, 2]
    assert told() == ([1, 1], [1, 2])
    link.look_up("step")()
    assert w.tolist() == [0, -1]
    with torch.no_grad():
        w += 5
    w.grad = None
    assert told() == ([5, 4], None)


@pytest.mark.parametrize(
    "extra", ["1", "Info()", "nn.Linear(1, 1)", "[Info(), torch.ones(1, requires_grad=True)]"]
)
def test_gradients_reach_an_input_that_nobody_holds_any_more(extra, start):
    link = start(f"class Info: pass\ndef f(x):\n    return (x * x).sum(), {extra}\ndef g():\n    return 1\n")
    f, g = link.look_up("f"), link.look_up("g")
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    loss = f(3 * x)[0]
    gc.collect()
    assert g() == 1
    loss.backward()
    assert x.grad.tolist() == [18, 36]


def test_gradients_go_through_one_call_after_another_and_back_again(start):
    link = start("def f(x):\n    return x.exp(), x.sin()\ndef g(a, b):\n    return (a * b).sum()\n")
    f, g = link.look_up("f"), link.look_up("g")
    x = torch.tensor([0.3, -1.2], dtype=torch.float64, requires_grad=True)
    g(*f(2 * x)).backward(retain_graph=True)
    truth = torch.autograd.grad((torch.exp(2 * x) * torch.sin(2 * x)).sum(), x)[0]
    torch.testing.assert_close(x.grad, truth)
    assert torch.autograd.gradcheck(lambda y: g(*f(y)), (x,))


def test_an_output_without_a_gradient_has_none(start):
    f = start("def f(x):\n    return x.detach() + 1, x * 2, torch.ones(2)").look_up("f")
    x = torch.ones(2, requires_grad=True)
    assert [y.requires_grad for y in f(x)] == [False, True, False]
    with torch.no_grad():
        assert [y.requires_grad for y in f(x)] == [False, False, False]


# What stays in the student's process


KEEPER = (
    "class Keeper:\n"
    "    def __init__(self, *kept):\n"
    "        self.kept = kept\n"
    "    def do(self, source):\n"
    "        names = {'kept': self.kept, 'torch': torch}\n"
    "        exec(source, names)\n"
    "        return names.get('told')\n"
)


def test_what_an_object_keeps_of_its_arguments_stays_in_step(start):
    numbers, x, table, array = [1], torch.zeros(2), {"a": 1}, np.zeros(2)
    keeper = start(KEEPER).look_up("Keeper")(numbers, x, table, array)
    keeper.do("kept[0].append(2); kept[1].add_(1); kept[2]['b'] = 2; kept[3][0] = 5")
    assert (numbers, x.tolist(), table, array.tolist()) == ([1, 2], [1, 1], {"a": 1, "b": 2}, [5, 0])
    numbers.append(3)
    x.mul_(4)
    table.clear()
    array[1] = 9
    told = keeper.do("told = list(kept[0]), kept[1].tolist(), dict(kept[2]), kept[3].tolist()")
    assert told == ([1, 2, 3], [4, 4], {}, [5, 9])
    assert all(a is b for a, b in zip(keeper.kept, (numbers, x, table, array), strict=True))


def test_a_module_and_its_optimiser_that_an_object_keeps_stay_in_step(start):
    model = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        model.weight.fill_(1.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    keeper = start(KEEPER).look_up("Keeper")(model, optimizer)
    step = "kept[1].zero_grad(); kept[0](torch.ones(1, 1)).sum().backward(); kept[1].step()"
    keeper.do(step)
    assert model.weight.item() == 0.5
    optimizer.param_groups[0]["lr"] = 2.0
    with torch.no_grad():
        model.weight.fill_(10.0)
    keeper.do(step)
    assert model.weight.item() == 8
    model.eval()
    assert keeper.do("told = kept[0].training") is False


def test_a_change_that_could_not_be_told_is_told_later(start):
    numbers, x = [], torch.zeros(2)
    link = start(KEEPER)
    keeper = link.look_up("Keeper")(numbers, x)
    x += 1
    numbers.append(lambda: 1)
    with pytest.raises(CannotCross):
        keeper.do("told = 1")
    numbers.clear()
    assert keeper.do("told = kept[1].tolist()") == [1, 1]


COUNTED = (
    "class Thing:\n    pass\n"
    "def make():\n    return Thing()\n"
    "one = Thing()\n"
    "def get():\n    return one\n"
    "def living():\n    gc.collect()\n    return sum(type(thing) is Thing for thing in gc.get_objects())\n"
    "def tensors():\n    gc.collect()\n    return sum(type(t) is torch.Tensor for t in gc.get_objects())\n"
)


def test_what_nobody_holds_here_is_forgotten_there(start):
    link = start(COUNTED)
    make, living = link.look_up("make"), link.look_up("living")
    things = [make() for _ in range(5)]
    assert living() == 6
    del things[2:]
    assert living() == 3
    things.clear()
    assert living() == 1


def test_a_thing_has_one_number_for_as_long_as_it_is_held_here(start):
    link = start(COUNTED)
    get = link.look_up("get")
    first, second = get(), get()
    assert first.handle() == second.handle()
    number = first.handle()
    del first
    get()
    assert second.handle() == number
    del second
    get()
    third = get()
    assert third.handle() != number
    assert link.call(isinstance, third, link.look_up("Thing")) is True


def test_graphs_that_nobody_can_ask_for_are_forgotten(start):
    link = start(COUNTED + "def f(x):\n    return x * 2\n")
    f, tensors = link.look_up("f"), link.look_up("tensors")
    x = torch.ones(3, requires_grad=True)
    f(x)
    gc.collect()
    tensors()
    few = tensors()
    for _ in range(5):
        f(x).sum().backward()
    gc.collect()
    tensors()
    assert tensors() <= few
    assert x.grad.tolist() == [10, 10, 10]


@pytest.mark.parametrize("kind", ["function", "class"])
def test_names_are_found_bound_and_taken_away(start, kind):
    link = start("def f():\n    return g()\ndef g():\n    return 1\nclass Thing:\n    pass\n")
    f = link.look_up("f")
    names = (f if kind == "function" else link.look_up("Thing")).__globals__
    assert "g" in names
    assert "h" not in names
    names.update({"g": judged("def ours():\n    return 2")["ours"]})
    assert f() == 2
    del names["g"]
    with pytest.raises(NameError, match="'g' is not defined"):
        names["g"]


def test_what_has_a_name_is_found_in_the_next_process_and_the_rest_is_lost(start):
    link = start("import os\nclass Thing: pass\ndef end():\n    os._exit(3)\n")
    kind, end = link.look_up("Thing"), link.look_up("end")
    thing = kind()
    with pytest.raises(ProcessEnded) as ended:
        end()
    assert ended.value.how == "crashed"
    assert not link.alive
    assert isinstance(kind(), Remote)
    with pytest.raises(ProcessEnded, match="lost with the process"):
        link.call(repr, thing)


def test_an_exception_arrives_with_its_base_text_and_line(start):
    link = start("class Odd(KeyError):\n    pass\n\ndef f(n):\n    assert n\n    raise Odd('a key')\n")
    with pytest.raises(KeyError, match="a key") as caught:
        link.look_up("f")(1)
    assert type(caught.value).__name__ == "Odd"
    last = traceback.extract_tb(caught.tb)[-1]
    assert (last.filename, last.lineno) == ("<cell>", 6)
    with pytest.raises(AssertionError):
        link.look_up("f")(0)


# What cannot cross


ARGUMENTS = {
    "lock": (threading.Lock, "cannot pickle '_thread.lock' object"),
    "generator": (lambda: (i for i in [1]), "cannot pickle 'generator' object"),
    "sparse": (lambda: torch.eye(2).to_sparse(), "torch.sparse_coo"),
    "meta": (lambda: torch.zeros(2, device="meta"), "on meta"),
    "inside": (lambda: {"a": [threading.Lock()]}, "cannot pickle '_thread.lock' object"),
}
RESULTS = {
    "math": "A module of Python cannot be handed in",
    "torch.eye(2).to_sparse()": "dense, on the CPU",
    "torch.zeros(2, device='meta')": "on meta",
    "torch.zeros(1).expand(2**28)": "too large to hand in",
    "np.array([object()])": "An array of object",
    "np.array(['a'])": "An array of <U1",
    "dict.fromkeys(range(10001))": "at most 10,000 entries",
    "[0] * 500001": "at most 500,000 values",
    "[lambda: v, [0.12345678901234567] * 300000]": "holds at most 4 MiB",
    "[module, torch.zeros(2**26), torch.zeros(1)]": "holds at most",
    "[torch.zeros(1) for _ in range(20001)]": "20,000",
    "[module, math]": "A module of Python cannot be handed in",
    "[Thing(), module, torch.ones(1, requires_grad=True), math]": "A module of Python cannot be handed in",
    "meta": "on meta",
    "v.append(math)": "A module cannot go from one process to the other",
    "v.append(lambda: 1)": "A function cannot go from one process to the other",
    "table.update(a=Thing())": "A Thing cannot go from one process to the other",
}
OFFERS = (
    "class Thing: pass\n"
    "module = nn.Linear(1, 1)\n"
    "meta = nn.Linear(1, 1)\n"
    "meta.scale = nn.Parameter(torch.zeros(1, device='meta'))\n"
    "def f(v, table):\n    return {}\n"
    "def g(v):\n    v.append(1)\n    return module\n"
)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_an_argument_that_cannot_cross_says_so_and_costs_nothing_else(name, start):
    make, text = ARGUMENTS[name]
    link = start("def f(v):\n    return 1")
    f = link.look_up("f")
    with pytest.raises(CannotCross) as caught:
        f([make()])
    assert text in str(caught.value)
    assert "Pass tensors, modules, optimisers, generators, functions and plain values." in str(caught.value)
    assert f([1]) == 1


@pytest.mark.parametrize("expression", RESULTS)
def test_a_result_that_cannot_cross_says_so_and_costs_nothing_else(expression, start):
    link = start(OFFERS.format(expression))
    f, g = link.look_up("f"), link.look_up("g")
    numbers: list[Any] = [0]
    for _ in range(2):
        with pytest.raises(Exception, match=r"at most|cannot|dense|too large") as caught:
            f(numbers, {})
        assert not isinstance(caught.value, ProcessEnded)
        assert RESULTS[expression] in str(caught.value)
    numbers = [0]
    module = g(numbers)
    assert isinstance(module, RemoteModule)
    assert numbers == [0, 1]
    assert link.look_up("g")([]) is module
    assert module(torch.ones(1, 1)).shape == (1, 1)


@pytest.mark.parametrize("keep", ["lambda: v", "None"])
@pytest.mark.parametrize("change", ["x.data = x.data[:1]", "x.data = x.data.double()", "x.resize_(5)"])
def test_an_argument_of_another_shape_says_so_and_costs_nothing_else(change, keep, start):
    link = start(f"def f(x, v):\n    {change}\n    return {keep}\ndef g(v):\n    v.append(1)\n    return 3\n")
    with pytest.raises(CannotCross, match="not its shape or dtype"):
        link.look_up("f")(torch.ones(3), [1])
    numbers: list[int] = []
    assert link.look_up("g")(numbers) == 3
    assert numbers == [1]


# One that answers what it likes


class Impostor:
    """Answers each question with the next of its answers, whatever was asked; then it hangs up."""

    def __init__(self, answers: list[tuple[Any, list[bytes]]]) -> None:
        ours, theirs = socket.socketpair()
        self.link = Link(self._none, lambda how, text: (how, text), 5.0)
        self.link.connect(Wire(ours))
        self._wire, self._answers = Wire(theirs, trusted=True), answers
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        """End both sides."""
        self.link.disconnect()
        self._thread.join()

    def _serve(self) -> None:
        with contextlib.suppress(WireClosed):
            for message, buffers in self._answers:
                self._wire.receive(time.monotonic() + 20)
                self._wire.send(message, buffers)
            self._wire.receive(time.monotonic() + 20)
        self._wire.close()

    @staticmethod
    def _none() -> None:
        raise ProcessEnded("crashed", "there is no other")


class World:
    """What a judge has: some of it is passed to the student's functions, some is not."""

    def __init__(self) -> None:
        beside = torch.ones(4, 3)  # of which only the first half is passed
        self.x, self.numbers, self.table = beside[:2], [1, 2], {"a": torch.ones(2), "b": [3]}
        self.array, self.kinds, self.module = np.ones(3), {1, 2}, nn.Linear(3, 2)
        self.leaf, self.generator = torch.ones(3, requires_grad=True), torch.Generator().manual_seed(0)
        self.optimizer = torch.optim.SGD(self.module.parameters(), lr=0.1, momentum=0.9)
        names = judged(
            "class C:\n"
            "    def __init__(self): self.n, self.x = 0, torch.ones(1)\n"
            "    def m(self): return 7\n"
            "c = C()\n"
        )
        self.object, self.kind = names["c"], names["C"]
        copy.copy(self.object)  # which leaves a note in its class, as pickle does
        self.members = dict(vars(self.kind))
        self.truth = torch.arange(3.0)
        self.apart = [self.truth, nn.Linear(2, 2), {"secret": [1.5, self.truth]}, np.arange(4)]
        self._before = copy.deepcopy(self.apart)
        self._settings = self._now()
        torch.manual_seed(0)

    def passed(self) -> list[Any]:
        """What a student's function may be given."""
        return [
            self.x, self.numbers, self.table, self.array, self.kinds, self.module, self.leaf, self.optimizer,
            self.object,
        ]  # fmt: skip

    def check(self) -> None:
        """What was not passed is as it was, and what was passed is still of its kind."""
        for now, before in zip(self.apart, self._before, strict=True):
            if isinstance(now, nn.Module):
                now, before = now.state_dict(), before.state_dict()
            assert equal(now, before)
        assert self._now() == self._settings
        assert (self.x.shape, self.x.dtype) == ((2, 3), torch.float32)
        assert (self.leaf.shape, self.module.weight.shape) == ((3,), (2, 3))
        assert type(self.object) is self.kind
        assert dict(vars(self.kind)) == self.members
        assert self.object.m() == 7
        assert type(self.module) is nn.Linear
        assert self.optimizer.param_groups[0]["params"][0] is self.module.weight
        assert bytes(torch.get_rng_state().numpy()) in self._states()
        assert bytes(self.generator.get_state().numpy()) in self._states()

    @staticmethod
    @functools.cache
    def _states() -> list[bytes]:
        """Where a generator may stand that began at 0, however often it was said to have been used."""
        generator, states = torch.Generator().manual_seed(0), []
        for _ in range(10):
            states.append(bytes(generator.get_state().numpy()))
            twins.advance(generator)
        return states

    @staticmethod
    def _now() -> tuple[Any, ...]:
        watched = (torch, np, nn.Module, nn.Linear, builtins, Tensor, Link, Wire, Remote)
        return (
            torch.get_default_dtype(), torch.is_grad_enabled(), torch.allclose, np.allclose,
            *(len(vars(place)) for place in watched), Remote.__call__, nn.Linear.forward, Tensor.__eq__,
        )  # fmt: skip


def use(thing: Any, *args: Any, **kwargs: Any) -> Any:
    """Call what can be called: any name may stand for any value."""
    return thing(*args, **kwargs) if isinstance(thing, Remote | RemoteModule) else None


def returned(world: World, link: Link) -> Iterator[Any]:
    """Plain values, and what was passed."""
    f = link.look_up("f")
    yield use(f, world.x, world.numbers, world.leaf, other=world.table)
    yield use(f, world.generator)


def changed(world: World, link: Link) -> Iterator[Any]:
    """Everything in place."""
    f = link.look_up("f")
    yield use(f, *world.passed(), world.generator)
    yield use(f, world.object)


def modules(world: World, link: Link) -> Iterator[Any]:
    """A student's module, used and trained."""
    made = link.look_up("Net")
    yield made
    net = use(made, world.module)
    yield net
    if isinstance(net, RemoteModule):
        out = net(world.leaf.expand(2, 3))
        yield out
        if isinstance(out, Tensor) and out.requires_grad and out.dtype.is_floating_point:
            out.sum().backward()
        yield [parameter.grad for parameter in net.parameters()]
        yield net.factor
        yield net.state_dict()


def objects(world: World, link: Link) -> Iterator[Any]:
    """An object that keeps what it got, and its methods."""
    made = link.look_up("Keeper")
    keeper = use(made, world.numbers, world.x)
    yield keeper
    if isinstance(keeper, Remote):
        yield use(keeper.do, "kept[0].append(1)")
        world.numbers.append(4)
        yield use(keeper.do, "kept[1].add_(1); told = kept")
        yield isinstance(keeper, made)


def failures(world: World, link: Link) -> Iterator[Any]:
    """A cell that fails, and a function that does, after it changed something."""
    yield link.run("print(1)\n1 / 0", "broken")
    yield link.run("x = 3\nx", "shows")
    f = link.look_up("f")
    yield f
    yield use(f, world.numbers, world.x)


Scene = Callable[[World, Link], Iterator[Any]]
SCENES: dict[Scene, str] = {
    returned: (
        "from collections import namedtuple\n"
        "P = namedtuple('P', 'a b')\n"
        "w = torch.ones(2, requires_grad=True)\n"
        "def f(x, numbers=None, leaf=None, other=None):\n"
        "    if numbers is None:\n"
        "        return torch.randn(2, generator=x), torch.rand(1)\n"
        "    return {'a': (x, x[0], numbers), 'b': [leaf * 2, w, w * 3], 'c': P(1, np.ones(2)),\n"
        "            'd': {1, 2}, 'e': [f, P, 2**70, b'x', torch.float32, 1j, float('nan')],\n"
        "            'g': [other['b'], other]}\n"
    ),
    changed: (
        "def f(x, numbers=None, table=None, array=None, kinds=None, module=None, leaf=None, optimizer=None,\n"
        "      thing=None, generator=None):\n"
        "    if numbers is None:\n"
        "        x.n = [1]\n"
        "        return x\n"
        "    x += 1; numbers.append([1, x]); table['c'] = numbers; array[0] = 5; kinds.add(9); thing.n = 4\n"
        "    thing.new = (x, thing); torch.rand(2); torch.rand(1, generator=generator)\n"
        "    module(leaf).sum().backward(); optimizer.step(); module.eval(); module.note = 'a'\n"
        "    leaf.requires_grad_(False); optimizer.param_groups[0]['lr'] = 0.5\n"
        "    return [numbers, x.T]\n"
    ),
    modules: (
        "class Net(nn.Module):\n"
        "    def __init__(self, inner):\n"
        "        super().__init__()\n"
        "        self.inner, self.last, self.factor = inner, nn.Sequential(nn.Linear(2, 1)), 2.0\n"
        "        self.register_buffer('seen', torch.zeros(1))\n"
        "    def forward(self, x):\n"
        "        self.seen += 1\n"
        "        self.last.extra = nn.Parameter(torch.ones(1))\n"
        "        return self.last(self.inner(x)) * self.factor\n"
    ),
    objects: KEEPER,
    failures: "def f(numbers, x):\n    numbers.append(2); x.add_(1)\n    raise KeyError('a')\n",
}  # fmt: skip
TOLD: tuple[Any, ...] = (
    ["argument", 0], ["argument", 3], ["argument", -1], ["shared", 1], ["shared", 2], ["graph", 0],
    ["handle", {"id": 1, "kind": "function", "name": "f", "cell": "", "module": False}],
    ["handle", {"id": -4, "kind": "object", "name": "\ud800", "cell": "<cell>", "module": True}],
    ["module", {"id": 3, "name": "N", "training": True, "parameters": [], "buffers": [], "children": []}],
    ["module", {"argument": 0, "ids": [1]}], ["view", [1, [2**30], [0], 0]], ["view", [1, [1], [1], 2**40]],
    ["leaf", [99, ["tensor", "int64", [0], 0], True, True]], ["named", ["__array_interface__"], [1]],
    {"type": "SystemExit", "base": "BaseException", "text": "x", "cell": "<cell>", "line": 1},
    {"type": "Odd", "base": "KeyError", "text": "x" * 200_000, "cell": "<cell>", "line": 10**9},
    [["__class__", 1]], {"__class__": 1, "m": 2, "__dict__": ["dict", []]}, [{"m": 2}, {}],
    [{"n": 2**70}, {"x": 0}], ["n", 1], {"value": None}, {"grad": ["tensor", "float32", [0], 0]},
    [[0, 2**70]], [[2, 1]], 3, 2 * 10**6,
)  # fmt: skip
RECORDED: dict[Scene, list[tuple[Any, list[bytes]]]] = {}


@pytest.fixture
def recorded(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sees to it that RECORDED has the right answers of each scene, as a real process gave them."""
    if RECORDED:
        return
    receive = Wire.receive
    heard: list[tuple[Any, list[bytes]]] = []

    def listen(self: Wire, deadline: float | None = None) -> Frame:
        frame = receive(self, deadline)
        heard.append((copy.deepcopy(frame.message), [bytes(buffer) for buffer in frame.buffers]))
        return frame

    with monkeypatch.context() as patch:
        patch.setattr(Wire, "receive", listen)
        for scene, cell in SCENES.items():
            heard.clear()
            link = start(cell)
            with contextlib.suppress(KeyError):
                play(scene, link)
            RECORDED[scene] = list(heard)


def play(scene: Scene, link: Link, *, world: World | None = None) -> None:
    """One scene; whatever comes of a call is plain, or stands for something of the student's, or is ours."""
    world = world or World()
    for value in scene(world, link):
        assert_harmless(value, world)


def assert_harmless(value: Any, world: World) -> None:
    """Of the kinds that come out of a call."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, dict):
            waiting += [*thing.keys(), *thing.values()]
        elif isinstance(thing, list | tuple | set | frozenset):
            assert type(thing) in (list, tuple, set, frozenset, torch.Size, Named) or thing is world
            waiting += [*thing]
        elif type(thing) is RemoteModule:
            waiting += [*thing._parameters.values(), *thing._buffers.values(), *thing._modules.values()]
        elif isinstance(thing, Exception):
            assert documented(thing)
        elif not isinstance(thing, np.ndarray | np.generic):
            kinds = (
                type(None), bool, int, float, str, complex, bytes, Tensor, nn.Parameter, torch.dtype, Remote,
                type(world.module), world.kind, torch.optim.SGD,
            )  # fmt: skip
            assert type(thing) in kinds, type(thing)
            if isinstance(thing, Tensor):
                assert thing.numel() * thing.element_size() <= 2**28


def documented(error: BaseException) -> bool:
    """One of the wire's own, or one that stands for an exception of the student's code."""
    described = type(error).__bases__[0] in student.EXCEPTIONS and "__str__" in vars(type(error))
    return described or type(error) in (ProcessEnded, CannotCross)


def replay(scene: Scene, answers: list[tuple[Any, list[bytes]]]) -> BaseException | None:
    """One scene with these answers: how it ended, when all was found in order."""
    world, ended = World(), None
    impostor = Impostor(answers)
    begun = time.monotonic()
    try:
        assert impostor.link.run(SCENES[scene], "cell")["failed"] is None
        with inert("exec", "compile"):  # as `Link._raise` does, with nothing of the student's
            play(scene, impostor.link, world=world)
    except Exception as error:
        ended = error
    finally:
        impostor.close()
    assert time.monotonic() - begun < 4
    if ended is not None and not documented(ended):
        raise ended
    world.check()
    return ended


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_the_right_answers_end_no_process(scene):
    ended = replay(scene, RECORDED[scene])
    assert (type(ended).__name__ if ended else None) == ("KeyError" if scene is failures else None)


def of_object(message: Any) -> Any:
    """What changed in the object that was passed, by its attributes."""
    return next(change[0] for _, change in message["things"] if "n" in change[0])


def of_module(message: Any) -> Any:
    """What changed in the module that was passed, by its attributes."""
    return next(change[0] for _, change in message["things"] if "note" in change[0])


def of_optimizer(message: Any) -> Any:
    """The settings of the optimiser that was passed."""
    return next(change[0][0] for _, change in message["things"] if isinstance(change[0], list))


def array_in(message: Any) -> Any:
    """The array that was passed, as a place and a change."""
    return next(pair for pair in message["things"] if pair[1][0] == "array")


def key_of(message: Any) -> int:
    """The number of a tensor that was passed and changed its value."""
    return next(change["key"] for change in message["twins"] if "value" in change)


FORGED: dict[str, Callable[[Any], Any]] = {
    "the class of an object": lambda m: of_object(m).update(__class__=1),
    "all of an object": lambda m: of_object(m).update(__dict__=["dict", []]),
    "a method of an object": lambda m: of_object(m).update(m=2),
    "a method of a module": lambda m: of_module(m).update(forward=2),
    "the parameters of a module": lambda m: of_module(m).update(_parameters=["dict", []]),
    "the hooks of a module": lambda m: of_module(m).update(_forward_hooks=["dict", []]),
    "the parameters of an optimiser": lambda m: of_optimizer(m).update(params=["list", []]),
    "a thing from the end": lambda m: m["things"].append([-1, ["list", []]]),
    "a thing that is not there": lambda m: m["things"].append([99, ["list", []]]),
    "a thing by truth": lambda m: m["things"].append([True, ["list", []]]),
    "a text for an array": lambda m: array_in(m).__setitem__(1, "x"),
    "an unknown tensor": lambda m: m["twins"].append({"key": 4}),
    "a tensor by a list": lambda m: m["twins"].append({"key": [key_of(m)]}),
    "more of a tensor": lambda m: m["twins"].append({"key": key_of(m), "data": 1}),
    "a gradient by number": lambda m: m["twins"].append({"key": key_of(m), "requires_grad": 1}),
    "a gradient of another shape": lambda m: m["twins"].append(
        {"key": key_of(m), "grad": ["tensor", "float32", [0], 99]}
    ),
    "a mode that is none": lambda m: m.update(modes=[[1, 1]]),
    "a generator that is not there": lambda m: m.update(generators=[1]),
    "a generator from the end": lambda m: m.update(generators=[-1]),
    "a graph that is none": lambda m: m.update(graph=[None]),
    "a module that is none": lambda m: m.update(modules=[None]),
    "a handle of another kind": lambda m: m.update(value=["handle", HANDLE | {"kind": "module"}]),
    "a handle by name": lambda m: m.update(value=["handle", HANDLE | {"id": "1"}]),
    "a handle without a name": lambda m: m.update(value=["handle", HANDLE | {"name": None}]),
    "an argument from the end": lambda m: m.update(value=["argument", -1]),
    "an output that is not there": lambda m: m.update(value=["graph", 7]),
    "an output from the end": lambda m: m.update(value=["graph", -1]),
    "a leaf with an even number": lambda m: m.update(value=["leaf", [98, None, True, True]]),
    "a module with an even number": lambda m: m.update(value=["module", MODULE | {"id": 2}]),
    "a module with a path": lambda m: m.update(value=["module", MODULE | {"children": [["a.b", MODULE]]}]),
    "a module without end": lambda m: m.update(value=["module", nested(60)]),
    "a module that is a list": lambda m: m.update(value=["module", {"argument": 0, "ids": [1]}]),
    "a view beyond the end": lambda m: m.update(value=["view", [key_of(m), [2, 3], [3, 1], 1]]),
    "a view before the beginning": lambda m: m.update(value=["view", [key_of(m), [1], [1], -1]]),
    "a view without end": lambda m: m.update(value=["view", [key_of(m), [2**30], [0], 0]]),
    "a view of another tensor": lambda m: m.update(value=["view", [2, [1], [1], 0]]),
    "an error of no form": lambda m: m.update(error=[]),
    "an error without a text": lambda m: m.update(error={"type": "E", "text": None, "base": "KeyError"}),
    "an error of no base": lambda m: m.update(error={"type": "E", "text": "", "base": []}),
    **{f"no {key}": lambda m, key=key: m.pop(key) for key in (
        "things", "modules", "graph", "keep", "twins", "modes", "generators", "rng", "value", "answer",
    )},
}  # fmt: skip
HANDLE = {"id": 1, "kind": "function", "name": "f", "cell": "", "module": False}
MODULE = {"id": 99, "name": "N", "training": True, "parameters": [], "buffers": [], "children": []}


def nested(depth: int) -> Any:
    """A module within a module within a module."""
    module: Any = MODULE
    for number in range(depth):
        module = MODULE | {"id": 101 + 2 * number, "children": [["a", module]]}
    return module


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("name", FORGED)
def test_an_answer_that_says_too_much_ends_the_process(name):
    answers = copy.deepcopy(RECORDED[changed])
    FORGED[name](answers[2][0])
    ended = replay(changed, answers)
    assert isinstance(ended, ProcessEnded), ended
    assert ended.how == "tampered"


@pytest.mark.usefixtures("recorded")
def test_an_argument_keeps_its_shape_whatever_the_answer_says():
    answers = copy.deepcopy(RECORDED[changed])
    for change in answers[2][0]["twins"]:
        if "value" in change:
            change["value"][2] = change["value"][2][::-1] if len(change["value"][2]) > 1 else [1, 3]
    assert isinstance(replay(changed, answers), CannotCross)


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    "failed",
    [
        5,
        [],
        {},
        {"type": 3},
        {"type": "E"},
        {"type": "E", "text": "", "base": []},
        {"type": "E", "text": [1]},
    ],
    ids=repr,
)
def test_a_cell_s_error_of_another_form_ends_the_process(failed):
    answers = copy.deepcopy(RECORDED[failures])
    for told in ({"failed": failed}, {"text": failed}, {"shown": failed}):
        answers[1] = RECORDED[failures][1][0] | told, []
        ended = replay(failures, answers)
        assert isinstance(ended, ProcessEnded), ended
        assert ended.how == "tampered"


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    "grads", [None, 1, [], [None], [1], [["tensor", "float32", [0], 0]], [None] * 99, {"a": 1}], ids=repr
)
def test_gradients_of_another_form_end_the_process(grads):
    answers = copy.deepcopy(RECORDED[modules])
    place = next(place for place, (message, _) in enumerate(answers) if "grads" in message)
    answers[place] = answers[place][0] | {"grads": grads}, [b""]
    ended = replay(modules, answers)
    assert isinstance(ended, ProcessEnded), ended
    assert ended.how == "tampered"


def spoiled(scene: Scene, data: st.DataObject) -> None:
    """One scene in which one of the answers, but the first, is not as it should be."""
    answers = RECORDED[scene]
    place = data.draw(st.integers(1, len(answers) - 1))
    message, buffers = answers[place]
    message = spoil(message, data.draw, st.sampled_from((*ODD, *TOLD)))
    if buffers and data.draw(st.integers(0, 9)) == 0:
        number = data.draw(st.integers(0, len(buffers) - 1))
        buffers = [*buffers[:number], data.draw(st.binary(max_size=16)), *buffers[number + 1 :]]
    replay(scene, [*answers[:place], (message, buffers), *answers[place + 1 :]])


LENIENT = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
@settings(max_examples=60, **LENIENT)
@given(data=st.data())
def test_answers_with_places_changed_do_no_harm(scene, data):
    spoiled(scene, data)


@pytest.mark.slow
@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
@settings(max_examples=2_000, **LENIENT)
@given(data=st.data())
def test_many_answers_with_places_changed_do_no_harm(scene, data):
    spoiled(scene, data)


def waited_for(serve: Callable[[Wire, socket.socket], None], limit: float = 0.4) -> tuple[str, float]:
    """How a call ends that something serves, and the seconds that it took."""
    ours, theirs = socket.socketpair()
    link = Link(Impostor._none, lambda how, text: (how, text), limit)
    link.connect(Wire(ours))

    def run() -> None:
        with contextlib.suppress(OSError, WireClosed):
            serve(Wire(theirs, trusted=True), theirs)

    thread = threading.Thread(target=run)
    thread.start()
    begun = time.monotonic()
    with pytest.raises(ProcessEnded) as ended:
        link.call(len, [1])
    took = time.monotonic() - begun
    assert not link.alive
    theirs.close()
    thread.join()
    return ended.value.how, took


def test_a_silent_process_is_waited_for_until_the_limit():
    how, took = waited_for(lambda wire, bare: wire.receive(time.monotonic() + 5) and wire.receive())
    assert how == "timed out"
    assert 0.4 <= took < 3


def test_an_answer_in_drops_is_waited_for_until_the_limit():
    def drip(wire: Wire, bare: socket.socket) -> None:
        wire.receive(time.monotonic() + 5)
        for byte in b"GL01" + bytes([0, 0, 0, 200]) + bytes(8) + b" " * 200:
            bare.sendall(bytes([byte]))
            time.sleep(0.05)

    how, took = waited_for(drip)
    assert how == "timed out"
    assert 0.4 <= took < 3


@pytest.mark.parametrize(
    ("data", "how"),
    [
        (b"", "crashed"),
        (b"GL01", "crashed"),
        (b"x" * 100, "tampered"),
        (b"GL01" + b"\xff" * 12, "tampered"),
        (b"GL01" + bytes(12), "tampered"),
        (b"\x80\x04\x95" + bytes(40), "tampered"),
    ],
)
def test_bytes_that_are_no_answer_end_the_process(data, how):
    def write(wire: Wire, bare: socket.socket) -> None:
        wire.receive(time.monotonic() + 5)
        bare.sendall(data)
        bare.shutdown(socket.SHUT_RDWR)

    assert waited_for(write, limit=5.0)[0] == how


@pytest.mark.parametrize("number", [0, 4, -2, None, "2", [2], True])
def test_an_answer_to_another_question_ends_the_process(number):
    def answer(wire: Wire, bare: socket.socket) -> None:
        wire.receive(time.monotonic() + 5)
        wire.send({"answer": number, "error": {"type": "E", "text": "", "base": "ValueError"}})

    assert waited_for(answer, limit=5.0)[0] == "tampered"
