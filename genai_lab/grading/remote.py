"""A student's functions, classes and modules, as if they were in the judge's process.

What a call returns is plain data, or stands for something that stays where it is: a `Remote`, or for a module
a `RemoteModule`, whose parameters are mirrored so that an optimiser of the judge's works on it.
"""

import copy
import operator
import types
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from torch import nn

from genai_lab.grading import student
from genai_lab.grading.wire import WireError

if TYPE_CHECKING:
    from genai_lab.grading.link import Link


class ProcessEnded(RuntimeError):
    """The student's process ended during a call, or was ended; `how` is the outcome."""

    def __init__(self, how: str, text: str) -> None:
        super().__init__(text)
        self.how = how


class Remote:
    """A function, class or object that lives in the student's process."""

    def __init__(self, link: "Link", described: Mapping[str, Any]) -> None:
        self._link, self._generation, self._number = link, link.generation, described["id"]
        self._name: str | None = None
        link.handles[self._number] += 1
        self._kind = described["kind"]
        self.__name__ = text_of(described, "name")
        if described["module"] is True:
            self.__bases__ = (nn.Module,)
        if self._kind == "function":
            self.__code__ = types.SimpleNamespace(co_filename=text_of(described, "cell"))
        if self._kind in ("function", "class"):
            self.__globals__ = Scope(link)

    def handle(self) -> int:
        """Its number in the present process; what has a name is looked up again in a new one."""
        if self._generation != self._link.generation:
            if self._name is None:
                raise ProcessEnded("crashed", f"{self.__name__} was lost with the process that made it")
            found = self._link.look_up(self._name)
            if not isinstance(found, Remote):
                raise TypeError(f"{self._name} is no longer what it was")
            self._generation, self._number = found._generation, found._number
            self._link.handles[self._number] += 1
        return self._number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._link.call(self, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{self.__dict__.get('__name__', 'it')} has no attribute {name} here")
        return self._link.call(getattr, self, name)

    def __len__(self) -> int:
        return self._link.call(len, self)

    def __iter__(self) -> Any:
        return iter(self._link.call(list, self))

    def __getitem__(self, key: Any) -> Any:
        return self._link.call(operator.getitem, self, key)

    def __contains__(self, item: Any) -> bool:
        return self._link.call(operator.contains, self, item) is True

    def __instancecheck__(self, instance: Any) -> bool:
        return (
            isinstance(instance, Remote | RemoteModule)
            and self._link.call(isinstance, instance, self) is True
        )

    def __bool__(self) -> bool:
        if self._kind == "object":
            raise TypeError(f"a {self.__name__} is neither true nor false for a check: return a plain value")
        return True

    def __repr__(self) -> str:
        return f"<{self._kind} {self.__name__} of the student's>"

    def __del__(self) -> None:
        if self._generation == self._link.generation:
            self._link.handles[self._number] -= 1


class RemoteModule(nn.Module):
    """A module that lives in the student's process; its parameters, buffers and mode are mirrored here."""

    def __init__(self, link: "Link", number: int, name: str) -> None:
        super().__init__()
        self.__dict__["_remote"] = link, link.generation, number, name

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Call the student's module."""
        return self._remote[0].call(self, *args, **kwargs)

    def handle(self) -> int:
        """Its number in the student's process."""
        link, generation, number, name = self._remote
        if generation != link.generation:
            raise ProcessEnded("crashed", f"the {name} was lost with the process that made it")
        return int(number)

    def __getattr__(self, name: str) -> Any:
        # What torch asks an object for by itself, such as __torch_function__, is never the student's.
        if name.startswith("__"):
            raise AttributeError(f"{type(self).__name__} has no attribute {name}")
        try:
            return super().__getattr__(name)
        except AttributeError:
            if "_remote" not in self.__dict__:
                raise
        return self._remote[0].call(getattr, self, name)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        memo[id(self)] = made = self._remote[0].call(copy.deepcopy, self)
        return made

    def _apply(self, fn: Any, recurse: bool = True) -> "RemoteModule":
        """As torch has it, but a buffer stays the tensor that both sides know, as a parameter does."""
        known = dict(self._buffers)
        super()._apply(fn, recurse)
        for name, buffer in known.items():
            new = self._buffers[name]
            if buffer is not None and new is not None:
                buffer.data, self._buffers[name] = new.detach(), buffer
        return self

    def _get_name(self) -> str:
        return str(self._remote[3])


class Scope:
    """The names that the student's cells define, as the `__globals__` of a function or a class."""

    def __init__(self, link: "Link") -> None:
        self._link = link

    def __contains__(self, name: str) -> bool:
        return self._link.call(student.has, name) is True

    def __getitem__(self, name: str) -> Any:
        return self._link.look_up(name)

    def __delitem__(self, name: str) -> None:
        self._link.call(student.unbind, name)

    def update(self, names: Mapping[str, Any]) -> None:
        """Give names a meaning among the student's cells."""
        self._link.call(student.bind, dict(names))


def text_of(told: Mapping[str, Any], name: str) -> str:
    """A text among what the student's process told, cut to a size that can be shown."""
    text = told.get(name)
    if not isinstance(text, str):
        raise WireError(f"{name} is a text")
    return text[:100_000]
