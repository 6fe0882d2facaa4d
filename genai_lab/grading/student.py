"""The student's process: runs cells, calls functions and modules on copies of the judge's arguments, answers.

It trusts the judge, and is trusted in nothing. `docs/wire.md` lists the requests and answers.
"""

import contextlib
import os
import socket
import sys
import traceback
from collections.abc import Mapping
from typing import Any, NoReturn

import torch
from IPython.core.interactiveshell import InteractiveShell
from torch import Tensor

from genai_lab.grading import cells, copies, withheld
from genai_lab.grading.callee import Answer, Arguments, structure
from genai_lab.grading.twins import Twin
from genai_lab.grading.values import CannotCross, Decoder, Encoder, kind_of
from genai_lab.grading.wire import Frame, Wire, WireClosed, WireError

_MAX_SAID = 2_000
EXCEPTIONS = (
    NotImplementedError, RecursionError, RuntimeError, IndexError, KeyError, LookupError, OverflowError,
    ZeroDivisionError, ArithmeticError, AttributeError, NameError, TypeError, ValueError, AssertionError,
    MemoryError, ImportError, OSError, Exception,
)  # fmt: skip


class Student:
    """What the process holds for the judge: handles, tensors that both know, and the graphs of calls."""

    def __init__(self, wire: Wire, shell: InteractiveShell) -> None:
        self.wire, self.shell = wire, shell
        self.handles: dict[int, Any] = {}
        self.ids: dict[int, int] = {}
        self.twins: dict[int, Twin] = {}
        self.keys: dict[int, int] = {}
        self._graphs: dict[int, tuple[list[Tensor], list[int]]] = {}
        self.kept: set[int] = set()
        self.things: list[Any] = []
        self.modules: dict[int, tuple[Any, ...]] = {}
        self.modes: dict[int, bool] = {}
        self._cells: set[str] = set()
        self.next = 1  # what is named here has odd numbers, what the judge names even ones
        self._rng = bytes(torch.get_rng_state().numpy())

    def serve(self) -> None:
        """Answer one request after another until the judge is gone."""
        while True:
            try:
                frame = self.wire.receive()
            except WireClosed:
                return
            self._answer(frame)

    def _answer(self, frame: Frame) -> None:
        encode, process = Encoder(lambda value: None), os.getpid()
        try:
            answer = getattr(self, "_do_" + frame.message["op"])(frame, encode)
        except BaseException as error:
            answer, encode.buffers = self._lost(error), []
        if os.getpid() != process:
            os._exit(0)  # the request forked; only the first process answers
        about = {"answer": frame.message["number"], "used": withheld.used.pop() if withheld.used else None}
        try:
            self.wire.send(answer | about, encode.buffers)
        except WireError as error:
            self.wire.send(self._lost(ValueError(str(error))) | about)

    def _lost(self, error: BaseException) -> dict[str, Any]:
        """The answer where the two sides may no longer hold the same."""
        return {"error": self._error(error), "lost": True}

    def _do_run(self, frame: Frame, encode: Encoder) -> dict[str, Any]:
        """Run a cell."""
        self._cells.add(f"<{frame.message['cell']}>")
        ran = cells.run(self.shell, frame.message["source"], frame.message["cell"])
        failed = None if ran.error is None else self._error(ran.error)
        return {"text": ran.text, "shown": ran.shown, "failed": failed}

    def _do_call(self, frame: Frame, encode: Encoder) -> dict[str, Any]:
        """Call something with copies of the judge's arguments, and say what it returned and changed."""
        message, decode = frame.message, Decoder(frame.buffers, _nothing_else)
        self._forget(message["forget"])
        self._take_over(message, decode)
        foreign: set[int] = set()
        arguments = Arguments(self, frame.buffers[0], message, decode, foreign)
        function, args, kwargs = arguments.load()
        things = copies.objects_in(copies.roots(function, args, kwargs), lambda x: id(x) in foreign)
        call = Answer(self, encode, [*self.things, *things], message["fresh"])
        kinds = [kind_of(thing) for thing in call.things]
        if kinds != message["things"]:
            raise CannotCross(
                "The judge's arguments and their copies differ in structure: "
                f"{message['things']} became {kinds}."
            )
        before = [copies.snapshot(thing) for thing in call.things]
        try:
            with torch.set_grad_enabled(message["grad"]):
                answer = call.result(function(*args, **kwargs))
        except BaseException as error:
            encode.buffers.clear()
            call.graph.clear()
            self._forget({"numbers": call.made, "graphs": ()})
            call.made.clear()
            answer = {"error": self._error(error, function)}
        answer["things"] = [
            [number, changed]
            for number, (thing, old) in enumerate(zip(call.things, before, strict=True))
            if (changed := call.changed(thing, old)) is not None
        ]
        self._report(answer, encode, message, call, arguments)
        return answer

    def _do_backward(self, frame: Frame, encode: Encoder) -> dict[str, Any]:
        """Carry gradients of a call's outputs back to the tensors that both sides know."""
        decode = Decoder(frame.buffers, _nothing_else)
        self._forget(frame.message["forget"])
        outputs, _ = self._graphs[frame.message["call"]]
        pairs = [(output, decode(grad)) for output, grad in zip(outputs, frame.message["grads"], strict=True)]
        pairs = [(output, grad) for output, grad in pairs if grad is not None]
        leaves = [self.twins[key].leaf for key in frame.message["keys"]]
        grads = torch.autograd.grad(
            [output for output, _ in pairs], leaves, [grad for _, grad in pairs],
            retain_graph=True, allow_unused=True,
        )  # fmt: skip
        return {"grads": [None if grad is None else encode.tensor(grad) for grad in grads]}

    def _forget(self, forgotten: Mapping[str, Any]) -> None:
        """Let go of what the judge no longer holds."""
        for number in forgotten["numbers"]:
            self.ids.pop(id(self.handles.pop(number, None)), None)
            self.modules.pop(number, None)
            self.modes.pop(number, None)
            self.kept.discard(number)
            self._drop(number)
        for number in forgotten["graphs"]:
            for key in self._graphs.pop(number, ([], []))[1]:
                self._drop(key)

    def _drop(self, key: int) -> None:
        twin = None if key in self.kept else self.twins.pop(key, None)
        if twin is not None:
            self.keys.pop(id(twin.tensor), None)

    def _take_over(self, message: Mapping[str, Any], decode: Decoder) -> None:
        """Bring everything to the state that the judge sees."""
        torch.set_default_dtype(decode(message["dtype"]))
        if torch.get_default_device().type != "cpu":
            torch.set_default_device(None)
        if message["rng"] is not None:
            torch.set_rng_state(decode.tensor(message["rng"]))
        self._rng = bytes(torch.get_rng_state().numpy())
        for change in message["twins"]:
            self.twins[change["key"]].apply(change, decode, reshape=True)
        known = decode.knowing(self._known)
        for number, changed in message["changed"]:
            copies.apply(self.things[number], changed, known)
        for number, mode in message["modes"]:
            self.handles[number].training = self.modes[number] = mode

    def _known(self, coded: list[Any]) -> Any:
        word, told = coded
        return self.twins[told].tensor if word == "shared" else self.things[told]

    def _report(
        self,
        answer: dict[str, Any],
        encode: Encoder,
        message: Mapping[str, Any],
        call: Answer,
        arguments: Arguments,
    ) -> None:
        """Add what changed during a call: modules, tensors, modes, generators."""
        answer["modules"] = [
            [number, call.describe(self.handles[number])]
            for number, known in list(self.modules.items())
            if known != structure(self.handles[number])
        ]
        answer["graph"] = [encode.tensor(tensor) for tensor in call.graph]
        if call.graph:
            self._graphs[message["number"]] = call.graph, message["fresh"]
        answer["keep"] = bool(call.made)
        if call.made:
            self.things = call.things
            self.kept |= set(message["fresh"])
        answer["twins"] = [
            {"key": key, **changed}
            for key in (*self.kept, *message["fresh"])
            if key in self.twins and (changed := self.twins[key].change(encode))
        ]
        answer["modes"] = []
        for number, mode in self.modes.items():
            if self.handles[number].training is not mode:
                self.modes[number] = bool(self.handles[number].training)
                answer["modes"].append([number, self.modes[number]])
        answer["generators"] = [
            key
            for key, (generator, before) in arguments.generators.items()
            if bytes(generator.get_state().numpy()) != bytes(before.numpy())
        ]
        answer["rng"] = bytes(torch.get_rng_state().numpy()) != self._rng
        # A graph that may still be asked for gradients needs its leaves.
        for key in () if message["number"] in self._graphs else message["fresh"]:
            self._drop(key)

    def _error(self, error: BaseException, function: Any = None) -> dict[str, Any]:
        """What the judge may tell of an exception."""
        kind, text = kind_of(error), ""
        # Its text is the student's code too, and may raise whatever it likes.
        with contextlib.suppress(BaseException):
            text = str(error)[:_MAX_SAID]
        base = next((known.__name__ for known in EXCEPTIONS if isinstance(error, known)), "Exception")
        cell = getattr(getattr(function, "__code__", None), "co_filename", None)
        frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        if isinstance(error, SyntaxError) and error.lineno:
            frames.append((str(error.filename), error.lineno))
        frames = [frame for frame in frames if frame[0] in self._cells]
        own = [frame for frame in frames if frame[0] == cell] or frames
        at, line = own[-1] if own else (None, None)
        return {"type": kind, "base": base, "text": text, "cell": at, "line": line}


def serve(connection: socket.socket, shell: InteractiveShell) -> None:
    """The life of a student's process: answer the judge at the other end of a connection."""
    global _student
    sys.path.append(os.getcwd())  # last, so that what a student writes there hides nothing
    _student = Student(Wire(connection, trusted=True), shell)
    _student.serve()


_student: Student | None = None


def has(name: str) -> bool:
    """Whether the student's cells define a name."""
    return _student is not None and name in _student.shell.user_ns


def look_up(name: str) -> Any:
    """What a name stands for among the student's cells."""
    if not has(name):
        raise NameError(f"name {name!r} is not defined")
    assert _student is not None
    return _student.shell.user_ns[name]


def bind(names: Mapping[str, Any]) -> None:
    """Give names a meaning among the student's cells."""
    assert _student is not None
    _student.shell.user_ns.update(names)


def unbind(name: str) -> None:
    """Take a name away."""
    assert _student is not None
    _student.shell.user_ns.pop(name, None)


def _nothing_else(coded: Any) -> NoReturn:
    raise WireError(f"the judge sends no {coded[0]!r}")
