"""The student's side of one call: the judge's arguments as copies here, and the JSON of what comes of it."""

import io
import pickle
import types
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from torch import Generator, Tensor, nn, strided

from genai_lab.grading import copies
from genai_lab.grading.twins import Twin
from genai_lab.grading.values import PLAIN, CannotCross, Decoder, Encoder, kind_of

if TYPE_CHECKING:
    from genai_lab.grading.student import Student


class Answer:
    """Encodes what one call gives: its result, with what both sides know named instead of copied."""

    def __init__(self, student: "Student", encode: Encoder, things: list[Any], fresh: list[int]) -> None:
        self.things, self._student = things, student
        self.made: list[int] = []  # the numbers of what stays here, and may hold some of the arguments
        self._fresh = frozenset(fresh)
        self._places = {id(thing): number for number, thing in enumerate(things)}
        self._encode = encode.knowing(self._other)
        self.graph: list[Tensor] = []

    def result(self, value: Any) -> dict[str, Any]:
        """The answer to a call that returned; its graph is still to come."""
        return {"value": self._encode(value)}

    def changed(self, thing: Any, before: Any) -> Any:
        """The JSON of what became of an argument, or None; plain data only."""
        return copies.change(thing, before, self._encode.knowing(self._known))

    def _known(self, value: Any) -> Any:
        """The JSON of what both sides know, or of a tensor with a graph."""
        if isinstance(value, Tensor):
            return self._known_tensor(value)
        place = self._places.get(id(value))
        return None if place is None else ["argument", place]

    def _known_tensor(self, value: Tensor) -> Any:
        student = self._student
        key = student.keys.get(id(value))
        if key is not None and (key in student.kept or key in self._fresh):
            return ["shared", key]
        if value.requires_grad and value.is_leaf:
            return ["leaf", [*self._share(value), isinstance(value, nn.Parameter)]]
        if value.requires_grad:
            self.graph.append(value)
            return ["graph", len(self.graph) - 1]
        # A view of a tensor of theirs is one there too: what is later written to one is seen in the other.
        # `detach` also takes off what torch.func may have left around it.
        place = (
            value.detach().untyped_storage().data_ptr() if value.layout is strided and value.numel() else 0
        )
        for key in (*student.kept, *self._fresh) if place else ():
            twin = student.twins.get(key)
            if twin is not None and twin.shows(value, place):
                offset = value.storage_offset() - twin.tensor.storage_offset()
                return ["view", [key, list(value.shape), list(value.stride()), offset]]
        return None

    def _other(self, value: Any) -> Any:
        found = self._known(value)
        if found is not None or isinstance(value, Tensor):
            return found
        if isinstance(value, nn.Module):
            return ["module", self.describe(value)]
        if isinstance(value, types.ModuleType):
            raise CannotCross("A module of Python cannot be handed in.")
        return None if isinstance(value, PLAIN) else self._handle(value)

    def _handle(self, value: Any) -> Any:
        code = getattr(value, "__code__", None)
        kind = "class" if isinstance(value, type) else "function" if callable(value) else "object"
        return ["handle", {
            "id": self._number(value),
            "kind": kind,
            "name": str(getattr(value, "__name__", kind_of(value)))[:80],
            "cell": str(getattr(code, "co_filename", ""))[:80],
            "module": isinstance(value, type) and issubclass(value, nn.Module),
        }]  # fmt: skip

    def describe(self, module: nn.Module) -> Any:
        """What the judge needs in order to stand for a module: its tensors, its parts, its mode."""
        student = self._student
        if id(module) in self._places:
            return self._adopt(module)
        number = self._number(module)
        student.modules[number] = structure(module)
        student.modes[number] = module.training
        return {
            "id": number,
            "name": kind_of(module),
            "training": bool(module.training),
            "parameters": [
                [name, *self._share(p)] for name, p in module._parameters.items() if p is not None
            ],
            "buffers": [[name, *self._share(b)] for name, b in module._buffers.items() if b is not None],
            "children": [[name, self.describe(m)] for name, m in module._modules.items() if m is not None],
        }

    def _adopt(self, module: nn.Module) -> Any:
        """A module that came as an argument and became part of one that stays."""
        numbers = [self._number(part) for part in module.modules()]
        for number, part in zip(numbers, module.modules(), strict=True):
            self._student.modes[number] = part.training
        return {"argument": self._places[id(module)], "ids": numbers}

    def _share(self, tensor: Tensor) -> list[Any]:
        """The number of a module's tensor, with its value where the judge does not know it yet."""
        key = self._student.keys.get(id(tensor))
        if key is not None:
            return [key, None, tensor.requires_grad]
        coded = self._encode.tensor(tensor)
        key = self._next()
        twin = self._student.twins[key] = Twin(tensor)
        twin.mark()
        self._student.keys[id(tensor)] = key
        self._student.kept.add(key)
        return [key, coded, tensor.requires_grad]

    def _number(self, thing: Any) -> int:
        student = self._student
        if id(thing) not in student.ids:
            student.ids[id(thing)] = self._next()
            student.handles[student.ids[id(thing)]] = thing
        return student.ids[id(thing)]

    def _next(self) -> int:
        self.made.append(self._student.next)
        self._student.next += 2
        return self.made[-1]


class Arguments(pickle.Unpickler):
    """Reads the judge's arguments, with handles, tensors and generators put in their places."""

    def __init__(
        self,
        student: "Student",
        content: memoryview,
        message: Mapping[str, Any],
        decode: Decoder,
        foreign: set[int],
    ) -> None:
        super().__init__(io.BytesIO(content))
        self._student, self._message, self._decode, self._foreign = student, message, decode, foreign
        self.generators: dict[int, tuple[Generator, Tensor]] = {}  # with the states that they came in
        self._tensors: dict[int, Tensor] = {}
        for described in message["tensors"]:
            self._tensors[described["key"]] = self._tensor(described)

    def persistent_load(self, pid: Any) -> Any:
        """What stands outside of the pickle."""
        word, number = pid
        if word == "handle":
            thing = self._student.handles[number]
            self._foreign.add(id(thing))
            return thing
        if word == "thing":
            thing = self._student.things[number]
            self._foreign.add(id(thing))
            return thing
        if word == "tensor":
            return self._tensors[number] if number in self._tensors else self._student.twins[number].tensor
        if number not in self.generators:
            state = self._decode.tensor(self._message["generators"][str(number)])
            generator = Generator()
            generator.set_state(state)
            self.generators[number] = generator, state
        return self.generators[number][0]

    def _tensor(self, described: Mapping[str, Any]) -> Tensor:
        """A copy of one of the judge's tensors, known to both sides from now on."""
        tensor = self._decode.tensor(described["value"])
        if described["parameter"]:
            tensor = nn.Parameter(tensor, requires_grad=described["requires_grad"])
        elif described["requires_grad"]:
            tensor.requires_grad_()
        leaf = tensor
        if described["grad"] is not None:
            leaf.grad = self._decode.tensor(described["grad"])
        if not described["leaf"]:
            tensor = tensor.clone()  # as in the judge, where it is the result of something
        twin = Twin(tensor)
        twin.leaf, twin.dense = leaf, described["dense"]
        twin.mark()
        self._student.twins[described["key"]], self._student.keys[id(tensor)] = twin, described["key"]
        return tensor


def structure(module: nn.Module) -> tuple[Any, ...]:
    """What, when it changes, makes a new description necessary: which tensors and parts a module has."""
    return tuple(
        (name, id(thing))
        for held in (module._parameters, module._buffers, module._modules)
        for name, thing in held.items()
    )
