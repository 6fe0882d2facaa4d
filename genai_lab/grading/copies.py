"""Objects that exist on both sides of the wire, and how the two copies are kept in step.

A call travels with copies of its arguments. Afterwards whatever it changed in place goes back: tensors, which
both sides know by a number (`twins`), and modules, optimisers, lists, dictionaries, sets, arrays and
functions that have a closure, which both sides find in the same order by walking through the same arguments.
"""

import contextlib
import dis
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from genai_lab.grading.twins import Twin
from genai_lab.grading.values import CannotCross, Decoder, Encoder
from genai_lab.grading.wire import WireError

# What nn.Module itself keeps in a module; of this only the mode may come back by name.
_OF_MODULES = frozenset(vars(nn.Module())) - {"training"}
_PLAIN = (bool, int, float, str, type(None))
_ALONE = (*_PLAIN, Tensor, torch.Generator)


def roots(function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Any]:
    """Where the walk through a call begins; a call makes `args` and `kwargs` anew, so they cannot change."""
    return [function, *args, *kwargs.values()]


def objects_in(roots: Iterable[Any], foreign: Callable[[Any], bool]) -> list[Any]:
    """What may change besides tensors, in an order that is the same for the original and for its copy.

    Args:
        roots: where the walk begins.
        foreign: tells what belongs to the other side, where the walk ends.
    """
    found: list[Any] = []
    seen: dict[int, Any] = {}
    waiting = [*roots][::-1]
    while waiting:
        thing = waiting.pop()
        # The first test alone decides for most: an isinstance of torch's kinds takes its time.
        if type(thing) in _PLAIN or isinstance(thing, _ALONE) or id(thing) in seen or foreign(thing):
            continue
        seen[id(thing)] = thing
        if isinstance(thing, list | dict | set | np.ndarray) or _has_state(thing):
            found.append(thing)
        waiting += [*_inside(thing)][::-1]
    return found


def snapshot(thing: Any) -> Any:
    """What `change` compares with."""
    if isinstance(thing, np.ndarray):
        return thing.copy()
    if isinstance(thing, list | set):
        return list(thing)
    if isinstance(thing, dict):
        return list(thing.items())
    if isinstance(thing, types.FunctionType):
        return _closure(thing)
    if isinstance(thing, nn.Module):
        return _attributes(thing), dict(thing._parameters)
    return None if isinstance(thing, Optimizer) else _attributes(thing)


def change(thing: Any, before: Any, encode: Encoder) -> Any:
    """What a call changed in an object since its snapshot, as JSON, or None."""
    if isinstance(thing, np.ndarray):
        return None if np.array_equal(thing, before) else encode(thing.copy())
    if isinstance(thing, list | set):
        return None if _alike(list(thing), before) else encode(list(thing))
    if isinstance(thing, dict):
        items = list(thing.items())
        flat = [part for item in items for part in item]
        return None if _alike(flat, [part for item in before for part in item]) else encode(items)
    if isinstance(thing, types.FunctionType):
        contents = enumerate(_closure(thing))
        rebound = [[place, encode(value)] for place, value in contents if value is not before[place]]
        return rebound or None
    if isinstance(thing, Optimizer):
        return _optimizer_state(thing, encode)
    attributes, parameters = before if isinstance(thing, nn.Module) else (before, {})
    now = _attributes(thing)
    new = {}
    for name, value in now.items():
        if name not in attributes or value is not attributes[name]:
            with contextlib.suppress(CannotCross):  # a hook's handle, a function: it stays where it was made
                new[name] = encode(value)
    replaced = {name: encode.tensor(thing._parameters[name]) for name, parameter in parameters.items()
                if isinstance(thing._parameters.get(name), Tensor)
                and thing._parameters[name] is not parameter}  # fmt: skip
    return [new, replaced] if new or replaced else None


def apply(thing: Any, coded: Any, decode: Decoder) -> None:
    """Take over what the other side changed in an object: plain data, and nothing that could act."""
    try:
        _apply(thing, coded, decode)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, RuntimeError) as error:
        raise WireError(f"no change of a {type(thing).__name__}: {error}") from None


def _apply(thing: Any, coded: Any, decode: Decoder) -> None:
    if isinstance(thing, np.ndarray):
        thing[...] = decode(coded)
    elif isinstance(thing, list):
        thing[:] = decode(coded)
    elif isinstance(thing, set | dict):
        items = decode(coded)
        thing.clear()
        thing.update(items)
    elif isinstance(thing, types.FunctionType):
        for place, value in coded:
            (thing.__closure__ or ())[place].cell_contents = decode(value)
    elif isinstance(thing, Optimizer):
        _load_optimizer(thing, coded, decode)
    else:
        new, replaced = coded
        for name, value in new.items():
            if name.startswith("__") or name in _OF_MODULES or callable(getattr(type(thing), name, None)):
                raise WireError(f"a call changes what an object holds, not its {name[:40]!r}")
            setattr(thing, name, bool(decode(value)) if name == "training" else decode(value))
        for name, value in replaced.items():
            Twin(thing._parameters[name]).apply({"value": value}, decode, reshape=False)


def _alike(now: list[Any], before: list[Any]) -> bool:
    return len(now) == len(before) and all(a is b for a, b in zip(now, before, strict=True))


def _closure(function: types.FunctionType) -> list[Any]:
    """What a function holds of the functions around it; None for what is not yet bound."""
    contents = []
    for cell in function.__closure__ or ():
        try:
            contents.append(cell.cell_contents)
        except ValueError:
            contents.append(None)
    return contents


def _has_state(thing: Any) -> bool:
    """Whether it holds more than its kind says: a module, an optimiser, or what a cell's code made."""
    if isinstance(thing, types.FunctionType):
        return thing.__module__ == "__main__" and thing.__closure__ is not None
    return isinstance(thing, nn.Module | Optimizer) or (
        type(thing).__module__ == "__main__" and hasattr(thing, "__dict__") and not isinstance(thing, type)
    )


def _attributes(thing: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(thing).items() if name not in _OF_MODULES}


def _inside(thing: Any) -> Iterator[Any]:
    if isinstance(thing, list | tuple):
        yield from thing
    elif isinstance(thing, dict):
        yield from thing.values()
    elif isinstance(thing, types.MethodType):
        yield from (thing.__self__, thing.__func__)
    elif isinstance(thing, types.FunctionType):
        if thing.__module__ == "__main__":
            yield from _closure(thing)
            yield from thing.__defaults__ or ()
            yield from (thing.__globals__[name] for name in _globals_read(thing.__code__)
                        if name in thing.__globals__)  # fmt: skip
    elif isinstance(thing, type):
        if thing.__module__ == "__main__":
            yield from (part for part in vars(thing).values() if isinstance(part, types.FunctionType))
    elif isinstance(thing, Optimizer):
        yield from (group["params"] for group in thing.param_groups)
    elif isinstance(thing, nn.Module):
        yield from type(thing).__mro__
        yield from thing._modules.values()
        yield from (hook for hooks in _hooks(thing) for hook in hooks.values())
        yield from _attributes(thing).values()
    elif _has_state(thing):
        yield from type(thing).__mro__
        yield from vars(thing).values()


def _hooks(module: nn.Module) -> Iterator[dict[int, Any]]:
    yield from (module._forward_hooks, module._forward_pre_hooks, module._backward_hooks)


def _globals_read(code: types.CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_GLOBAL":
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _globals_read(constant)


def _optimizer_state(optimizer: Optimizer, encode: Encoder) -> Any:
    groups = [
        {name: encode(value) for name, value in group.items() if isinstance(value, (*_PLAIN, tuple))}
        for group in optimizer.param_groups
    ]
    state = [
        [number, place, {name: encode(value) for name, value in optimizer.state[parameter].items()}]
        for number, group in enumerate(optimizer.param_groups)
        for place, parameter in enumerate(group["params"])
        if parameter in optimizer.state
    ]
    return [groups, state]


def _load_optimizer(optimizer: Optimizer, coded: Any, decode: Decoder) -> None:
    groups, state = coded
    for group, values in zip(optimizer.param_groups, groups, strict=True):
        for name, value in values.items():
            if name == "params":  # a scheduler adds names of its own, such as initial_lr
                raise WireError("an optimiser keeps its parameters")
            group[name] = decode(value)
    optimizer.state.clear()
    for number, place, values in state:
        parameter = optimizer.param_groups[number]["params"][place]
        optimizer.state[parameter] = {name: decode(value) for name, value in values.items()}
