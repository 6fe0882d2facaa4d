"""The geometry of the report's two drawings; the template draws them as SVG.

Both are 360 units wide, the width of a phone, so that their letters stay readable there.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 360, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 10, 22, 36
_MOST_BARS = 24


class Tick(NamedTuple):
    """A number on an axis, and where it stands."""

    at: float
    text: str


class Bar(NamedTuple):
    """One bar of a histogram, and what it says."""

    x: float
    y: float
    width: float
    height: float
    said: str
    number: int


class Dot(NamedTuple):
    """A submission; `out` where it is far out, and then its name, unless there is no room for it.

    The name begins or, where it is on the left, ends at `text_x`.
    """

    x: float
    y: float
    out: bool
    name: str
    left: bool
    text_x: float
    text_y: float


@dataclass(frozen=True)
class Drawing:
    """Bars or dots, with the ticks of both axes."""

    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()


def histogram(values: Sequence[float], most: float, unit: str) -> Drawing:
    """How many values fall where; a bar holds its lower end, and the last one both of its ends.

    Args:
        values: from 0 on.
        most: where the axis ends, unless a value is larger.
        unit: of the values, such as "points".
    """
    top = max([most, *values]) or 1.0
    step = _step(top, _MOST_BARS)
    n_bars = max(1, math.ceil(top / step - 1e-9))
    counts = [0] * n_bars
    for value in values:
        counts[min(int(value / step + 1e-9), n_bars - 1)] += 1
    up = _axis(max(counts), whole=True)
    wide = (WIDTH - _LEFT - _RIGHT) / n_bars
    bars = tuple(
        Bar(
            round(_LEFT + i * wide + 1, 1),
            round(_up(count, up[-1]), 1),
            round(wide - 2, 1),
            round(HEIGHT - _BOTTOM - _up(count, up[-1]), 1),
            f"{i * step:g} to {(i + 1) * step:g} {unit}: {count}",
            count,
        )
        for i, count in enumerate(counts)
    )
    marks = (value for value in _axis(n_bars * step) if value <= n_bars * step)
    across = tuple(Tick(round(_LEFT + value / step * wide, 1), f"{value:g}") for value in marks)
    return Drawing(across, _ticks_up(up), bars)


def scatter(points: Sequence[tuple[float, float, str]]) -> Drawing:
    """A dot for each (across, up, name), where an empty name is not shown."""
    across, up = _axis(max(x for x, _, _ in points)), _axis(max(y for _, y, _ in points))
    scale = (WIDTH - _LEFT - _RIGHT) / across[-1]
    taken: list[tuple[float, float, float]] = []
    # Those with a name are drawn last, above the others.
    dots = [
        _dot(round(_LEFT + x * scale, 1), round(_up(y, up[-1]), 1), name, taken)
        for x, y, name in sorted(points, key=lambda point: bool(point[2]))
    ]
    ticks = tuple(Tick(round(_LEFT + value * scale, 1), f"{value:g}") for value in across)
    return Drawing(ticks, _ticks_up(up), dots=tuple(dots))


def _dot(x: float, y: float, name: str, taken: list[tuple[float, float, float]]) -> Dot:
    """A dot, its name moved up or down until it covers none of the names that are there."""
    left = x > WIDTH / 2
    text_x, wide = x - 6 if left else x + 6, 7.0 * len(name)
    start = text_x - wide if left else text_x
    for away in (0, -12, 12, -24, 24) if name else ():
        text_y = y + 4 + away
        free = all(
            abs(text_y - other) >= 12 or start > end or start + wide < begin for begin, end, other in taken
        )
        if free and _TOP - 8 < text_y < HEIGHT - _BOTTOM:
            taken.append((start, start + wide, text_y))
            return Dot(x, y, True, name, left, round(text_x, 1), round(text_y, 1))
    return Dot(x, y, bool(name), "", left, 0, 0)


def _step(top: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, ... (or .1, .2, .5, ... of it) that divides 0 to `top` into few enough."""
    size = 10.0 ** math.floor(math.log10(top / most))
    return next(multiple * size for multiple in (1, 2, 5, 10) if top / (multiple * size) <= most + 1e-9)


def _axis(top: float, *, whole: bool = False) -> list[float]:
    """Five or so round numbers from 0 to at least `top`."""
    step = _step(top or 1.0, 5)
    step = max(step, 1.0) if whole else step
    return [round(i * step, 9) for i in range(math.ceil((top or 1.0) / step - 1e-9) + 1)]


def _up(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - value / top * (HEIGHT - _BOTTOM - _TOP)


def _ticks_up(values: Sequence[float]) -> tuple[Tick, ...]:
    return tuple(Tick(round(_up(value, values[-1]), 1), f"{value:g}") for value in values)
