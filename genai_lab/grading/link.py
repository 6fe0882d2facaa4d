"""The judge's end of the wire: questions and answers, and what both sides know of each other.

Whatever breaks the wire's rules ends the student's process, never the judge's.
"""

import collections
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import torch
from torch import Tensor, nn

from genai_lab.grading import copies, student
from genai_lab.grading.call import Call
from genai_lab.grading.remote import ProcessEnded, Remote, text_of
from genai_lab.grading.twins import Twin, advance
from genai_lab.grading.values import Decoder, Encoder
from genai_lab.grading.wire import Wire, WireClosed, WireError, WireTimeout

_OF_ANOTHER_FORM = (
    WireError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RuntimeError
)  # fmt: skip
_LONGEST_NAME = 100
_BASES = {error.__name__: error for error in student.EXCEPTIONS}


class Link:
    """The judge's end of the student's process, whichever is the present one.

    Args:
        revive: called when a process is needed and there is none; it calls `connect`, or raises.
        mourn: called with an outcome and a sentence when a process is lost; returns better ones.
        call_limit: seconds that one question may take.
    """

    def __init__(
        self, revive: Callable[[], None], mourn: Callable[[str, str], tuple[str, str]], call_limit: float
    ) -> None:
        self.generation = 0
        self.deadline = float("inf")
        self.sources: dict[str, str] = {}
        self.used: set[str] = set()
        self.seconds = 0.0
        self._revive, self._mourn, self._call_limit = revive, mourn, call_limit
        self._wire: Wire | None = None
        self._number = 0

    @property
    def alive(self) -> bool:
        """Whether there is a process at the other end."""
        return self._wire is not None

    def connect(self, wire: Wire) -> None:
        """Begin with a new process, which knows nothing of what the last one knew."""
        self.generation += 1
        self._wire = wire
        self.twins: weakref.WeakValueDictionary[int, Twin] = weakref.WeakValueDictionary()
        self.modules: weakref.WeakValueDictionary[int, nn.Module] = weakref.WeakValueDictionary()
        self._modes: dict[int, bool] = {}
        self.remember([])
        self.numbers: weakref.WeakKeyDictionary[nn.Module, int] = weakref.WeakKeyDictionary()
        self.handles: collections.Counter[int] = collections.Counter()
        self.graphs: list[int] = []  # whose gradients nobody can ask for any more
        self._named: set[int] = set()
        self._rng = b""

    def disconnect(self) -> None:
        """Have no process until one is needed."""
        if self._wire:
            self._wire.close()
        self._wire = None

    def run(self, source: str, cell: str) -> dict[str, Any]:
        """Run one of the student's cells: {"text", "shown", "failed"}."""
        self._ensure()
        self.sources[f"<{cell}>"] = source
        answer, _ = self.ask({"op": "run", "source": source, "cell": cell}, [])
        try:
            failed = answer.get("failed")
            error = None if failed is None else _exception(failed)
            return {"text": text_of(answer, "text"), "shown": text_of(answer, "shown"), "failed": error}
        except _OF_ANOTHER_FORM as problem:
            self.lost("tampered", f"an answer has not the form of an answer ({problem})")

    def look_up(self, name: str) -> Any:
        """What a name stands for in the student's process."""
        found = self.call(student.look_up, name)
        if isinstance(found, Remote):
            found._name = name
        return found

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a function of the student's, or one of ours in the student's process."""
        self._ensure()
        call = Call(self, (function, args, kwargs))
        message, buffers = call.request()
        message["forget"] = self._forgotten()
        answer, decode = self.ask(message, buffers)
        try:
            failed = call.take_over(answer, decode)
            if failed is None:
                return call.value(answer, decode)
            error = _exception(failed)
        except _OF_ANOTHER_FORM as problem:
            self.lost("tampered", f"an answer has not the form of an answer ({problem})")
        except BaseException:  # a change that we cannot take over, or the end of our time: we are out of step
            self.disconnect()
            raise
        if answer.get("lost") is True:
            self.disconnect()
        self._raise(error, failed)

    def backward(self, call: int, keys: list[int], grads: Sequence[Tensor | None]) -> list[Tensor | None]:
        """Carry gradients back through a call that was made."""
        encode = Encoder(lambda value: None)
        coded = [None if grad is None else encode.tensor(grad) for grad in grads]
        message = {"op": "backward", "call": call, "keys": keys, "grads": coded, "forget": self._forgotten()}
        answer, decode = self.ask(message, encode.buffers)
        try:
            if "error" not in answer:
                return [None if grad is None else decode.tensor(grad) for grad in answer["grads"]]
            error = _exception(answer["error"])
        except _OF_ANOTHER_FORM as problem:
            self.lost("tampered", f"gradients are tensors or nothing ({problem})")
        self._raise(error, answer["error"])

    def state(self, encode: Encoder) -> dict[str, Any]:
        """What the student's process has to know before a call: tensors, modes, random state, settings."""
        rng = torch.get_rng_state()
        before, self._rng = self._rng, bytes(rng.numpy())
        modes = []
        for number, module in list(self.modules.items()):
            if module.training != self._modes.get(number):
                self._modes[number] = module.training
                modes.append([number, module.training])
        return {
            "grad": torch.is_grad_enabled(),
            "dtype": encode(torch.get_default_dtype()),
            "rng": encode.tensor(rng) if self._rng != before else None,
            "twins": [
                {"key": key, **change}
                for key, twin in list(self.twins.items())
                if (change := twin.change(encode))
            ],
            "modes": modes,
        }

    def settle(self, answer: Mapping[str, Any]) -> None:
        """Take over modes and the random state as a call left them."""
        for number, mode in answer["modes"]:
            if type(mode) is not bool:
                raise WireError("a module is in training or not")
            if number in self.modules:
                self.modules[number].training = self._modes[number] = mode
        if answer["rng"] is True:
            advance(torch.default_generator)
            self._rng = bytes(torch.get_rng_state().numpy())

    def remember(self, things: list[Any]) -> None:
        """Know the arguments that the student's process keeps, as it now does."""
        self.things, self.places = things, {id(thing): place for place, thing in enumerate(things)}
        self.snapshots = [copies.snapshot(thing) for thing in things]

    def known(self, number: int, module: nn.Module) -> None:
        """Remember what a module is called in the student's process."""
        self.modules[number], self._modes[number] = module, module.training
        self.numbers[module] = number
        self._named.add(number)

    def keep(self, key: int, twin: Twin) -> None:
        """Remember a tensor that the student's process keeps, for as long as it lives here."""
        twin.mark()
        self.twins[key] = twin
        twin.tensor._twin = twin, key, self.generation  # type: ignore[attr-defined]
        self._named.add(key)

    def _forgotten(self) -> dict[str, list[int]]:
        """What the student's process holds for us and need not any longer."""
        gone = {number for number, count in self.handles.items() if not count}
        if self._named:
            gone |= self._named.difference(self.twins, self.modules)
            self._named -= gone
        for number in gone:
            self.handles.pop(number, None)
            self._modes.pop(number, None)
        graphs, self.graphs = self.graphs, []
        return {"numbers": sorted(gone), "graphs": graphs}

    def _ensure(self) -> None:
        if self._wire is None:
            self._revive()

    def ask(self, message: dict[str, Any], buffers: Sequence[Any]) -> tuple[dict[str, Any], Decoder]:
        """Ask one question and wait for its answer."""
        if self._wire is None:
            raise ProcessEnded("crashed", "the process that ran your code has ended")
        self._number += 2
        begun = time.monotonic()
        limit = min(self.deadline, begun + self._call_limit)
        try:
            self._wire.send({"number": self._number} | message, buffers, limit)
            frame = self._wire.receive(limit)
            if frame.message.get("answer") != self._number:
                raise WireError("an answer has the number of its question")
        except WireTimeout:
            self.lost(
                "timed out", f"no answer within {limit - begun:.0f} seconds; look for a loop that never ends"
            )
        except WireClosed:
            self.lost("crashed", "the process that ran your code ended")
        except WireError as error:
            self.lost("tampered", str(error))
        finally:
            self.seconds += time.monotonic() - begun
        if isinstance(used := frame.message.get("used"), str) and len(used) <= _LONGEST_NAME:
            self.used.add(used)
        return frame.message, Decoder(frame.buffers, _unknown)

    @property
    def number(self) -> int:
        """The number of the next question."""
        return self._number + 2

    def lost(self, how: str, text: str) -> NoReturn:
        """Part from a process that cannot be used any more."""
        self.disconnect()
        raise ProcessEnded(*self._mourn(how, text)) from None

    def _raise(self, error: Exception, failed: Mapping[str, Any]) -> NoReturn:
        """Raise an exception at the line of the student's cell that it comes from."""
        cell, line = failed.get("cell"), failed.get("line")
        if (
            isinstance(cell, str)
            and type(line) is int
            and 0 < line <= len(self.sources.get(cell, "").splitlines())
        ):
            exec(compile("\n" * (line - 1) + "raise error", cell, "exec"), {"error": error})
        raise error


def _exception(failed: Any) -> Exception:
    """An exception as the student's process described it."""
    name, text = text_of(failed, "type"), text_of(failed, "text")
    base = _BASES.get(failed.get("base"), Exception)
    name = name if name.isidentifier() else "Exception"
    return type(name, (base,), {"__str__": lambda self: text, "__module__": base.__module__})(text)


def _unknown(coded: list[Any]) -> NoReturn:
    raise WireError(f"there is no value {str(coded[0])[:40]!r} here")
