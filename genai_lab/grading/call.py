"""One call of something in the student's process: arguments on the way out, results on the way back.

Whatever breaks the wire's rules raises WireError, and ends the student's process, never the judge's.
"""

import io
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import cloudpickle
import torch
from torch import Tensor, nn

from genai_lab.grading import copies
from genai_lab.grading.graph import with_graph
from genai_lab.grading.remote import ProcessEnded, Remote, RemoteModule, Scope, text_of
from genai_lab.grading.twins import LARGEST_VIEW, Twin, advance
from genai_lab.grading.values import CannotCross, Decoder, Encoder, kind_of
from genai_lab.grading.wire import WireError

if TYPE_CHECKING:
    from genai_lab.grading.link import Link


class Call:
    """One call: its arguments on the way out, its result and what it changed on the way back."""

    def __init__(self, link: "Link", roots: tuple[Any, ...]) -> None:
        self._link = link
        self.encode = Encoder(lambda value: None)
        self.encode.buffers.append(b"")
        self._fresh: dict[int, Twin] = {}
        self._keys: dict[int, int] = {}
        self._generators: list[torch.Generator] = []
        self._described: list[dict[str, Any]] = []
        self._roots = roots
        self._graph: list[Tensor] = []

    def request(self) -> tuple[dict[str, Any], list[Any]]:
        """The question and its buffers."""
        content = io.BytesIO()
        try:
            _Pickler(content, self).dump(self._roots)
        except ProcessEnded:
            raise
        except Exception as error:
            raise CannotCross(
                "The arguments of a student's function have to be copied into its process, and these cannot "
                f"be: {error}. Pass tensors, modules, optimisers, generators, functions and plain values."
            ) from error
        self.encode.buffers[0] = content.getvalue()
        # Only now: what a lost process knew by name was asked for again on the way.
        self._things = [*self._link.things, *copies.objects_in(copies.roots(*self._roots), self._foreign)]
        self._held: list[Any] = [*self._link.twins.values(), *self._link.modules.values()]  # for the answer
        changed = self._changed()  # before the link takes for told what follows
        message = self._link.state(self.encode) | {
            "op": "call",
            "changed": changed,
            "things": [kind_of(thing) for thing in self._things],
            "tensors": self._described,
            "fresh": list(self._fresh),
            "generators": {str(n): self.encode.tensor(g.get_state()) for n, g in enumerate(self._generators)},
        }
        self._number = self._link.number
        return message, self.encode.buffers

    def stand_in(self, thing: Any) -> Any:
        """What a pickle holds instead of something that both sides know, or None."""
        if isinstance(thing, Remote | RemoteModule):
            return "handle", thing.handle()
        if isinstance(thing, nn.Module) and thing in self._link.numbers:
            return "handle", self._link.numbers[thing]
        if id(thing) in self._link.places:
            return "thing", self._link.places[id(thing)]
        if isinstance(thing, Tensor):
            return "tensor", self._key(thing)
        if isinstance(thing, torch.Generator):
            places = [n for n, generator in enumerate(self._generators) if generator is thing]
            if not places:
                self._generators.append(thing)
            return "generator", places[0] if places else len(self._generators) - 1
        return None

    def take_over(self, answer: Mapping[str, Any], decode: Decoder) -> Any:
        """Bring our objects to the state that the call left theirs in; returns the exception, if any."""
        failed = answer.get("error")
        if failed is not None and "things" not in answer:
            return failed
        if len({change["key"] for change in answer["twins"]}) < len(answer["twins"]):
            raise WireError("what became of a tensor is said once")
        for change in answer["twins"]:
            self._twin(change["key"]).apply(change, decode, reshape=change["key"] % 2 == 1)
        outputs = [decode.tensor(coded) for coded in answer["graph"]]
        self._graph = with_graph(self._link, self._number, outputs, {**self._link.twins, **self._fresh})
        if answer["keep"] is True:
            for key, twin in self._fresh.items():
                self._link.keep(key, twin)
        reads = decode.knowing(lambda coded: self._known(coded, decode))
        for number, module in answer["modules"]:
            if number in self._link.modules:
                self._build(module, reads)
        for place, changed in answer["things"]:
            copies.apply(self._things[_place(place, self._things)], changed, reads)
        for place in answer["generators"]:
            advance(self._generators[_place(place, self._generators)])
        self._link.settle(answer)
        self._link.remember(self._things if answer["keep"] is True else self._link.things)
        return failed

    def value(self, answer: Mapping[str, Any], decode: Decoder) -> Any:
        """What the call returned."""
        return decode.knowing(lambda coded: self._result(coded, decode))(answer["value"])

    def _changed(self) -> list[Any]:
        """What the judge changed in the arguments that the student's process keeps."""
        places = self._link.places

        def known(value: Any) -> Any:
            if isinstance(value, Tensor) and (kept := _kept(value, self._link.generation)):
                return ["shared", kept]
            return ["argument", places[id(value)]] if id(value) in places else None

        encode = self.encode.knowing(known)
        pairs = zip(self._link.things, self._link.snapshots, strict=True)
        changes = [copies.change(thing, before, encode) for thing, before in pairs]
        return [[place, change] for place, change in enumerate(changes) if change is not None]

    def _result(self, coded: list[Any], decode: Decoder) -> Any:
        word, told = coded
        if word == "handle":
            if type(told["id"]) is not int or told["kind"] not in ("class", "function", "object"):
                raise WireError("a handle has a number and stands for a class, a function or an object")
            return Remote(self._link, told)
        if word == "module":
            return self._build(told, decode)
        return self._known(coded, decode)

    def _known(self, coded: list[Any], decode: Decoder) -> Any:
        word, told = coded
        if word == "shared":
            return self._twin(told).tensor
        if word == "argument":
            return self._things[_place(told, self._things)]
        if word == "leaf":
            key, coded, requires_grad, parameter = told
            return self._mirror(key, coded, decode, requires_grad is True, parameter is True)
        if word == "graph":
            return self._graph[_place(told, self._graph)]
        if word == "view":
            key, shape, stride, offset = told
            return _view(self._twin(key).tensor, shape, stride, offset)
        raise WireError(f"there is no value {str(word)[:40]!r}")

    def _twin(self, key: Any) -> Twin:
        twin = self._fresh.get(key) or self._link.twins.get(key)
        if twin is None:
            raise WireError("a tensor that both sides know has a number that both sides know")
        return twin

    def _key(self, tensor: Tensor) -> int:
        kept = _kept(tensor, self._link.generation)
        if kept:
            return kept
        if id(tensor) not in self._keys:
            key = self._keys[id(tensor)] = 2 * len(self._keys) + 2 * 10**6 * self._link.number
            self._fresh[key] = twin = Twin(tensor)
            grad = tensor.grad if tensor.is_leaf else None
            self._described.append({
                "key": key,
                "value": self.encode.tensor(tensor),
                "grad": None if grad is None else self.encode.tensor(grad),
                "requires_grad": tensor.requires_grad,
                "leaf": tensor.is_leaf,
                "dense": twin.dense,
                "parameter": isinstance(tensor, nn.Parameter),
            })  # fmt: skip
        return self._keys[id(tensor)]

    def _build(self, told: Mapping[str, Any], decode: Decoder, depth: int = 0) -> nn.Module:
        """Our stand-in for a module that was described, or our own module where it is one that we passed."""
        if depth > 50:
            raise WireError("a module has parts at most 50 deep")
        if "argument" in told:
            return self._adopt(self._things[_place(told["argument"], self._things)], told["ids"])
        number = told["id"]
        if type(number) is not int or number % 2 == 0:
            raise WireError("the student's process counts in odd numbers")
        module = self._link.modules.get(number)
        if module is None:
            module = RemoteModule(self._link, number, text_of(told, "name"))
        elif not isinstance(module, RemoteModule):
            return module
        module.training = told["training"] is True
        module._parameters.clear()
        module._buffers.clear()
        module._modules.clear()
        for name, key, coded, requires_grad in told["parameters"]:
            module._parameters[_member(name)] = self._mirror(key, coded, decode, requires_grad is True, True)
        for name, key, coded, _ in told["buffers"]:
            module._buffers[_member(name)] = self._mirror(key, coded, decode, False, False)
        for name, part in told["children"]:
            module._modules[_member(name)] = self._build(part, decode, depth + 1)
        self._link.known(number, module)
        return module

    def _mirror(self, key: Any, coded: Any, decode: Decoder, requires_grad: bool, parameter: bool) -> Any:
        """Our copy of a tensor that the student's process keeps."""
        if coded is None:
            return self._twin(key).tensor
        if type(key) is not int or key % 2 == 0 or key in self._link.twins:
            raise WireError("a tensor that is new has a new odd number")
        tensor = decode.tensor(coded)
        tensor = nn.Parameter(tensor, requires_grad) if parameter else tensor.requires_grad_(requires_grad)
        self._link.keep(key, Twin(tensor))
        return tensor

    def _adopt(self, module: Any, numbers: Any) -> nn.Module:
        parts = list(module.modules()) if isinstance(module, nn.Module) else []
        if len(parts) != len(numbers) or not all(type(number) is int for number in numbers):
            raise WireError("a module that we passed has as many parts as ours")
        for number, part in zip(numbers, parts, strict=True):
            self._link.known(number, part)
        return parts[0]

    def _foreign(self, thing: Any) -> bool:
        return (
            isinstance(thing, Remote | RemoteModule | Scope)
            or (isinstance(thing, nn.Module) and thing in self._link.numbers)
            or id(thing) in self._link.places
        )


# Most of what a pickle holds; none of it is known to both sides, and most calls pass little else.
_COPIED = frozenset((type(None), bool, int, float, str, bytes, tuple))


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]
    """Copies arguments into the student's process; what both sides know goes by its number."""

    def __init__(self, file: io.BytesIO, call: Call) -> None:
        super().__init__(file)
        self._call = call

    def persistent_id(self, obj: Any) -> Any:
        """What stands in the pickle for an object that does not go into it."""
        return None if type(obj) in _COPIED else self._call.stand_in(obj)


def _kept(tensor: Tensor, generation: int) -> int:
    """The number of a tensor that the present process keeps, or 0."""
    twin = tensor.__dict__.get("_twin") if hasattr(tensor, "__dict__") else None
    return twin[1] if twin is not None and twin[2] == generation else 0


def _view(tensor: Tensor, shape: Any, stride: Any, offset: Any) -> Tensor:
    """A view of a tensor of ours, never of what lies beside it in memory."""
    numbers = [*shape, *stride, offset]
    if len(shape) != len(stride) or len(shape) > 32 or not all(type(n) is int and n >= 0 for n in numbers):
        raise WireError("a view has a shape, as many strides and an offset, all 0 or more")
    if math.prod(shape) * tensor.element_size() > LARGEST_VIEW:
        raise WireError(f"a view shows at most {LARGEST_VIEW} bytes")
    last = offset + sum((n - 1) * step for n, step in zip(shape, stride, strict=True))
    if not tensor.is_contiguous() or 0 in shape or last >= tensor.numel():
        raise WireError("a view lies within the tensor that it shows")
    flat = tensor.detach().view(-1)
    return flat.as_strided(shape, stride, flat.storage_offset() + offset)


def _member(name: Any) -> str:
    if not isinstance(name, str) or not name or "." in name or name.startswith("__"):
        raise WireError("a part of a module has a name without dots, and none that Python reads")
    return name


def _place(number: Any, things: Sequence[Any]) -> int:
    if type(number) is not int or not 0 <= number < len(things):
        raise WireError("a place is a number within the list")
    return number
