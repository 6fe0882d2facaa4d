"""While an exercise is graded, the library's own solution of it refuses in the student's process.

The library is public, so this is a reminder and not a wall.
"""

import contextlib
import sys
import types
from collections.abc import Iterator
from typing import Any, NoReturn


class WithheldReference(RuntimeError):
    """Raised by the library's own function of the exercise that is being graded."""


used: list[str] = []
_withheld: list[tuple[types.FunctionType, types.CodeType]] = []


def withhold(name: str | None) -> None:
    """Make the library's own functions of this name refuse, and give back those that refused before.

    The code is exchanged inside the function, so that a name given to it earlier refuses as well.
    """
    while _withheld:
        function, code = _withheld.pop()
        function.__code__ = code
    for function in _library_functions(name) if name else ():
        source = f"def {name}(*args, **kwargs):\n    from {__name__} import refuse\n    refuse({name!r})\n"
        scope: dict[str, Any] = {}
        exec(source, scope)
        with contextlib.suppress(ValueError):  # the code of a closure cannot be exchanged
            code, function.__code__ = function.__code__, scope[name or ""].__code__
            _withheld.append((function, code))


def refuse(name: str) -> NoReturn:
    """What the library's own function does meanwhile: say so, and remember that it was asked for."""
    used.append(name)
    raise WithheldReference(
        f"{name} is yours to write here: genai_lab's own is not available while it is graded"
    )


def _library_functions(name: str) -> Iterator[types.FunctionType]:
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("genai_lab.") and not module_name.startswith("genai_lab.grading"):
            thing = vars(module).get(name)
            for part in vars(thing).values() if isinstance(thing, type) else (thing,):
                if isinstance(part, types.FunctionType) and part.__module__.startswith("genai_lab."):
                    yield part
