"""Characters in several typefaces, drawn on demand with factors of variation that are known.

    sample(n)        random images, and the factors that made each
    draw("7", ...)   images whose factors you give

A point p of an image, measured from its centre, is inked where the character's own outline, taken apart from
its place and its shape, says so:

    p = R(rotation) S(shear) scale q + shift,    ink(p) = clamp(1/2 - (distance(q) scale - stroke/2), 0, 1)

with R a counter-clockwise rotation, S = [[1, shear], [0, 1]], and distance(q) the signed distance from q to
the outline in pixels, negative inside; the clamp makes the edge one pixel wide. So the factors of variation
are known exactly, which real images do not offer.

The typefaces are those that matplotlib ships, read from its own folder, so that every machine draws the same.
"""

import math
import string
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

Polygon = NDArray[np.float32]  # points (n, 2); the last is the first

# The file of the regular face, and of the bold one. Where there is none the regular face is drawn thicker.
_FILES: dict[str, tuple[str, str | None]] = {
    "DejaVu Sans": ("DejaVuSans", "DejaVuSans-Bold"),
    "DejaVu Serif": ("DejaVuSerif", "DejaVuSerif-Bold"),
    "DejaVu Sans Mono": ("DejaVuSansMono", "DejaVuSansMono-Bold"),
    "STIX": ("STIXGeneral", "STIXGeneralBol"),
    "Computer Modern": ("cmr10", "cmb10"),
    "Computer Modern Sans": ("cmss10", None),
    "Computer Modern Typewriter": ("cmtt10", None),
}
FONTS = tuple(_FILES)
SERIF = ("DejaVu Serif", "STIX", "Computer Modern", "Computer Modern Typewriter")
SANS = ("DejaVu Sans", "DejaVu Sans Mono", "Computer Modern Sans")

_CHARACTERS = frozenset(string.digits + string.ascii_letters)
_ROTATION, _SCALE, _SHEAR = 15.0, 0.15, 0.2
_HEIGHT = 0.75  # of the digit 0 in a regular face, in sides of the image
_EXTRA_BOLD = 0.06  # how much thicker a stroke is where there is no bold face, in sides of the image
_OUTLINE = 0.06  # thickness of the line of an outlined character, in sides of the image
_MARGIN = 1.25  # the stored distances cover this many sides of the image
_RESOLUTION = 64  # stored distances along each side
_BATCH = 4096  # images drawn at once: bounds the memory


class Glyphs(NamedTuple):
    """Images of characters, and the factors that made them.

    Attributes:
        x: pixels in [0, 1], 1 is ink, flattened row by row, shape (N, size * size), float32.
        character: index into the characters asked for, shape (N,), int64.
        font: index into the fonts asked for, shape (N,), int64.
        bold: whether the face is the bold one, shape (N,), bool.
        rotation: in degrees, counter-clockwise, shape (N,), float32.
        scale: factor around 1, shape (N,), float32.
        shear: how far a point moves right for each pixel that it lies above the centre, shape (N,), float32.
        stroke: in pixels, how much thicker each stroke is than in the typeface, shape (N,), float32.
        shift: in pixels to the right and upwards, shape (N, 2), float32.
    """

    x: Tensor
    character: Tensor
    font: Tensor
    bold: Tensor
    rotation: Tensor
    scale: Tensor
    shear: Tensor
    stroke: Tensor
    shift: Tensor


def sample(
    n: int,
    *,
    characters: str = string.digits,
    fonts: Sequence[str] | None = None,
    bold: bool | None = None,
    size: int = 16,
    rotation: float = _ROTATION,
    scale: float = _SCALE,
    shear: float = _SHEAR,
    stroke: float = 0.0,
    shift: float = 0.0,
    outline: bool = False,
    generator: torch.Generator | None = None,
) -> Glyphs:
    """Random characters: every factor is drawn by itself, uniformly.

    Within the defaults no character leaves its image. One state of the generator gives the same character,
    font and direction of each factor whatever the ranges are: to change one range changes one factor.

    Args:
        n: how many images, at least 1.
        characters: digits and letters of the English alphabet, all equally likely.
        fonts: some of `FONTS`, all equally likely; None for all.
        bold: True for bold faces only, False for none, None for either with probability 1/2.
        size: pixels along each side, at least 4.
        rotation: in [-rotation, rotation] degrees, in [0, 180].
        scale: in [1 - scale, 1 + scale], in [0, 1).
        shear: in [-shear, shear], at least 0.
        stroke: in [-stroke, stroke] pixels, at least 0.
        shift: in [-shift, shift] pixels, to the right and upwards, at least 0.
        outline: draw the characters' edges only.
        generator: source of randomness; the images live on its device.

    Returns:
        The images and their factors.

    Raises:
        ValueError: if an argument leaves its range, or a character or a font is unknown.

    >>> images = sample(5, characters="AB", size=12)
    >>> images.x.shape, images.character.max() <= 1
    (torch.Size([5, 144]), tensor(True))
    """
    fonts = FONTS if fonts is None else tuple(fonts)
    if n < 1:
        raise ValueError(f"n must be at least 1; got {n}")
    _require_known(characters, fonts)
    _require_size(size)
    if not 0 <= rotation <= 180:
        raise ValueError(f"rotation must be in [0, 180] degrees; got {rotation}")
    if not 0 <= scale < 1:
        raise ValueError(f"scale must be in [0, 1); got {scale}")
    for name, value in (("shear", shear), ("stroke", stroke), ("shift", shift)):
        if not 0 <= value < math.inf:
            raise ValueError(f"{name} must be at least 0; got {value}")

    device = None if generator is None else generator.device
    u = torch.rand(9, n, generator=generator, device=device)
    signed = 2 * u - 1
    which = (u[0] * len(characters)).long().clamp(max=len(characters) - 1)
    font = (u[1] * len(fonts)).long().clamp(max=len(fonts) - 1)
    factors = Glyphs(
        x=torch.empty(0),
        character=which,
        font=font,
        bold=u[2] < 0.5 if bold is None else torch.full_like(which, bold, dtype=torch.bool),
        rotation=rotation * signed[3],
        scale=1 + scale * signed[4],
        shear=shear * signed[5],
        stroke=stroke * signed[6],
        shift=shift * signed[7:9].T,
    )
    atlas = _atlas(tuple((c, f) for c in characters for f in fonts)).to(u.device)
    tile = which * len(fonts) + font
    return factors._replace(x=_render(atlas, tile, factors, size, outline))


def draw(
    character: str,
    *,
    font: str = FONTS[0],
    bold: float | Tensor = 0.0,
    rotation: float | Tensor = 0.0,
    scale: float | Tensor = 1.0,
    shear: float | Tensor = 0.0,
    stroke: float | Tensor = 0.0,
    shift: tuple[float, float] | Tensor = (0.0, 0.0),
    outline: bool = False,
    size: int = 16,
) -> Tensor:
    """One character with every factor given; factors that are tensors broadcast.

    Args:
        character: a digit or a letter of the English alphabet.
        font: one of `FONTS`.
        bold: 0 is the regular face, 1 the bold one; between them lies a face between them.
        rotation: in degrees, counter-clockwise.
        scale: factor, above 0; at 1 the digit 0 fills three quarters of the height.
        shear: how far a point moves to the right for each pixel it lies above the centre.
        stroke: in pixels, how much thicker each stroke is.
        shift: in pixels, to the right and upwards, shape (2,) or (..., 2).
        outline: draw the character's edge only.
        size: pixels along each side, at least 4.

    Returns:
        Pixels in [0, 1], 1 is ink, shape (..., size * size), float32; the factors broadcast to shape (...).

    Raises:
        ValueError: if the factors do not broadcast, an argument leaves its range, or the font is unknown.

    >>> draw("7", rotation=torch.linspace(-30, 30, 5)).shape
    torch.Size([5, 256])
    """
    if len(character) != 1:
        raise ValueError(f"character must be a single one; got {character!r}")
    _require_known(character, (font,))
    _require_size(size)
    place = torch.as_tensor(shift, dtype=torch.float32)
    if place.shape[-1:] != (2,):
        raise ValueError(f"shift must have shape (..., 2); got {tuple(place.shape)}")
    given = [torch.as_tensor(value, dtype=torch.float32) for value in (bold, rotation, scale, shear, stroke)]
    try:
        shared = torch.broadcast_tensors(*given, place[..., 0], place[..., 1])
    except RuntimeError:
        shapes = ", ".join(str(tuple(value.shape)) for value in (*given, place[..., 0]))
        raise ValueError(f"factors must broadcast; got the shapes {shapes}") from None
    weight, angle, factor, lean, thicker, right, up = (value.reshape(-1) for value in shared)
    if not ((weight >= 0) & (weight <= 1)).all():
        raise ValueError(f"bold must be in [0, 1]; got {bold}")
    if not (factor > 0).all():
        raise ValueError(f"scale must be above 0; got {scale}")
    tile = torch.zeros_like(weight, dtype=torch.int64)
    factors = Glyphs(
        torch.empty(0), tile, tile, weight, angle, factor, lean, thicker, torch.stack([right, up], -1)
    )
    x = _render(_atlas(((character, font),)).to(tile.device), tile, factors, size, outline)
    return x.reshape(*shared[0].shape, size * size)


def _render(atlas: Tensor, tile: Tensor, factors: Glyphs, size: int, outline: bool) -> Tensor:
    """Images (N, size^2) of the tiles of an atlas, in batches."""
    columns = (tile, factors.bold.float(), *factors[4:])
    batches = zip(*(column.split(_BATCH) for column in columns), strict=True)
    return torch.cat([_render_batch(atlas, *batch, size=size, outline=outline) for batch in batches])


def _render_batch(
    atlas: Tensor,
    tile: Tensor,
    bold: Tensor,
    rotation: Tensor,
    scale: Tensor,
    shear: Tensor,
    stroke: Tensor,
    shift: Tensor,
    *,
    size: int,
    outline: bool,
) -> Tensor:
    # Pixel centres in sides of the image, from its centre, y upwards: first p, then q of the equation.
    line = (torch.arange(size, device=tile.device) + 0.5) / size - 0.5
    rows, columns = torch.meshgrid(-line, line, indexing="ij")
    x = columns.flatten() - shift[:, :1] / size  # (N, size^2)
    y = rows.flatten() - shift[:, 1:] / size
    cos, sin = rotation.deg2rad().cos()[:, None], rotation.deg2rad().sin()[:, None]
    x, y = cos * x + sin * y, cos * y - sin * x
    x, y = (x - shear[:, None] * y) / scale[:, None], y / scale[:, None]

    # The tiles are a stack, each regular face next to its bold one: between the two lies a face between them.
    depth = (2 * tile + bold) * 2 / (len(atlas) - 1) - 1
    where = torch.stack([x * 2 / _MARGIN, -y * 2 / _MARGIN, depth[:, None].expand_as(x)], dim=-1)
    distance = functional.grid_sample(
        atlas[None, None], where[None, None], padding_mode="border", align_corners=True
    )[0, 0, 0]
    distance = size * scale[:, None] * distance  # in pixels
    thicker = stroke[:, None] / 2
    if outline:
        return (0.5 + (size * _OUTLINE / 2 + thicker) - distance.abs()).clamp(0, 1)
    return (0.5 + thicker - distance).clamp(0, 1)


def _atlas(tiles: tuple[tuple[str, str], ...]) -> Tensor:
    """Signed distances (2 K, R, R) of K pairs (character, font), regular and bold, in sides of the image."""
    return torch.stack([_distances(c, font, bold) for c, font in tiles for bold in (False, True)])


@lru_cache(maxsize=2048)
def _distances(character: str, font: str, bold: bool) -> Tensor:
    regular, heavy = _FILES[font]
    if bold and heavy is None:
        return _distances(character, font, False) - _EXTRA_BOLD / 2
    outline = _outline(character, heavy if bold and heavy is not None else regular, regular)
    x0, y0 = np.concatenate([polygon[:-1] for polygon in outline]).T
    x1, y1 = np.concatenate([polygon[1:] for polygon in outline]).T
    dx, dy = x1 - x0, y1 - y0
    length = np.maximum(dx**2 + dy**2, 1e-12)  # a polygon may repeat a point

    # From the start of each edge to each stored point, (R^2, edges), as most of what follows.
    line = np.linspace(-_MARGIN / 2, _MARGIN / 2, _RESOLUTION, dtype=np.float32)
    x = np.tile(line, _RESOLUTION)[:, None] - x0
    y = np.repeat(-line, _RESOLUTION)[:, None] - y0
    along = ((dx * x + dy * y) / length).clip(0, 1)
    distance = np.sqrt(((x - along * dx) ** 2 + (y - along * dy) ** 2).min(1))

    # A point is inside where the outline winds around it: an edge on its right that crosses its level upwards
    # counts +1, and downwards -1.
    begins_below, ends_below, on_left = y >= 0, y >= dy, dx * y > dy * x
    upwards, downwards = begins_below & ~ends_below & on_left, ~begins_below & ends_below & ~on_left
    winding = upwards.sum(1) - downwards.sum(1)
    return torch.from_numpy(np.where(winding == 0, distance, -distance)).reshape(_RESOLUTION, _RESOLUTION)


def _outline(character: str, file: str, regular: str) -> list[Polygon]:
    """Closed polygons, centred, in sides of the image."""
    height = np.ptp(np.concatenate(_polygons("0", regular))[:, 1])
    polygons = _polygons(character, file)
    points = np.concatenate(polygons)
    centre = (points.min(0) + points.max(0)) / 2
    unit = min(_HEIGHT / float(height), 0.5 / _reach(points - centre))
    return [unit * (polygon - centre) for polygon in polygons]


def _reach(points: Polygon) -> float:
    """How far from the centre a character comes, to the side or upwards, at the defaults of `sample`."""
    reach = 0.0
    for turn in (-math.radians(_ROTATION), 0.0, math.radians(_ROTATION)):
        for shear in (-_SHEAR, _SHEAR):
            cos, sin = math.cos(turn), math.sin(turn)
            transform = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, shear], [0, 1]])
            reach = max(reach, (1 + _SCALE) * float(np.abs(points @ transform.T).max()))
    return reach


def _polygons(character: str, file: str) -> list[Polygon]:
    import matplotlib
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(fname=Path(matplotlib.get_data_path(), "fonts", "ttf", f"{file}.ttf"))
    # Curves become lines a few units long, which at this size is finer than an image shows.
    path = TextPath((0, 0), character, size=80, prop=font)
    return [np.asarray(polygon, dtype=np.float32) for polygon in path.to_polygons(closed_only=True)]


def _require_known(characters: str, fonts: Sequence[str]) -> None:
    if not characters or not fonts:
        raise ValueError(f"there must be a character and a font; got {characters!r} and {tuple(fonts)}")
    for c in characters:
        if c not in _CHARACTERS:
            raise ValueError(f"characters must be digits or letters of the English alphabet; got {c!r}")
    for font in fonts:
        if font not in _FILES:
            raise ValueError(f"fonts must be some of {', '.join(FONTS)}; got {font!r}")


def _require_size(size: int) -> None:
    if size < 4:
        raise ValueError(f"size must be at least 4; got {size}")
