"""The pictures of the course: one palette, readable type, and words for whoever cannot see them.

`subplots` makes a figure, on whose axes the others draw: `scatter`, `density`, `gaussian_ellipses`, `field`
and `arrows` in the plane, `loss_curves` over time. `image_grid` makes a figure of its own. `show` and `movie`
put the result in the notebook with a caption and alternative text:

    figure, ax = plots.subplots()
    plots.scatter(plots.density(ax, log_prob), x)
    plots.show(figure, "the density is high where the points are")

Nothing here changes the global settings of matplotlib.
"""

import io
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import torch
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from torch import Tensor

from genai_lab.notebook import embedding

# Okabe and Ito's colours, which the colour-blind can tell apart; yellow comes last, being faint on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
MARKERS = ("o", "^", "s", "D", "v", "P", "X", "<", "*", ">")

_LINES = ("-", "--", "-.", ":")
_LONG = 200  # steps, from which on a curve is smoothed
_TENTHS = tuple(i / 10 for i in range(11))

_STYLE: dict[Any, Any] = {
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.prop_cycle": f"cycler(color={PALETTE})",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
}
_SHARPNESS = 1.5  # stored pixels for each pixel of the page: crisp on a dense screen, and a PNG stays small


def subplots(
    n_rows: int = 1, n_columns: int = 1, *, width: float = 4.6, height: float = 3.6, **options: Any
) -> tuple[Figure, Any]:
    """A figure in the style of the course, and its axes, as `matplotlib.pyplot.subplots` returns them.

    Args:
        n_rows: rows of axes.
        n_columns: columns of axes; two of the default width fill a page.
        width: of one column, in inches (96 pixels on the page).
        height: of one row, in inches.
        options: passed on to `matplotlib.pyplot.subplots`.

    Returns:
        (figure, axes): one Axes, or an array of them.

    >>> figure, axes = subplots(1, 2)
    >>> len(axes)
    2
    >>> plt.close(figure)
    """
    with plt.rc_context(_STYLE):
        return plt.subplots(n_rows, n_columns, figsize=(n_columns * width, n_rows * height), **options)


def scatter(ax: Axes, x: Tensor, label: Tensor | None = None, *, size: float = 12) -> Axes:
    """Points in the plane; a class is told by its colour and by its marker.

    Args:
        ax: the axes to draw on.
        x: points, shape (N, 2).
        label: the class of each point, integers from 0, shape (N,); each gets an entry in `ax.legend()`.
        size: area of a marker, in square points.

    Returns:
        ax.

    Raises:
        ValueError: if the shapes do not fit, or a label is not an integer from 0.

    >>> figure, ax = subplots()
    >>> scatter(ax, torch.rand(5, 2), torch.tensor([0, 1, 0, 2, 1])) is ax
    True
    >>> plt.close(figure)
    """
    if x.ndim != 2 or x.shape[1] != 2:
        raise ValueError(f"x must have shape (N, 2); got {tuple(x.shape)}")
    points = x.detach().cpu()
    if label is None:
        ax.scatter(points[:, 0], points[:, 1], s=size, color=PALETTE[0], alpha=0.7, linewidths=0)
        return ax
    if label.shape != x.shape[:1]:
        raise ValueError(f"label must have shape ({len(x)},), one for each point; got {tuple(label.shape)}")
    if label.is_floating_point() or (label < 0).any():
        raise ValueError(f"labels must be integers from 0; got {label.dtype} from {label.min().item():g}")
    for k in label.unique().tolist():
        x0, x1 = points[(label == k).cpu()].T
        ax.scatter(x0, x1, s=size, color=_color(k), marker=_marker(k), alpha=0.7, linewidths=0, label=f"{k}")
    return ax


def density(
    ax: Axes,
    log_prob: Callable[[Tensor], Tensor],
    bounds: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 1.0),
    *,
    resolution: int = 200,
    n_levels: int = 10,
) -> Axes:
    """Filled grey contours of a density in the plane, at equal steps from 0 to its maximum.

    Args:
        ax: the axes to draw on.
        log_prob: the log-density, from points (N, 2) to nats (N,).
        bounds: the window (left, right, bottom, top).
        resolution: points along each side of the grid.
        n_levels: how many contours.

    Returns:
        ax.

    Raises:
        ValueError: if the window is empty, or log_prob returns another shape, NaN or nothing finite.

    >>> figure, ax = subplots()
    >>> density(ax, lambda x: -x.square().sum(-1), (-2, 2, -2, 2)) is ax
    True
    >>> plt.close(figure)
    """
    along, up, points = _window(bounds, resolution)
    with torch.no_grad():
        values = log_prob(points)
    if values.shape != points.shape[:1]:
        raise ValueError(f"log_prob must map (N, 2) to (N,); got {tuple(values.shape)} for N = {len(points)}")
    if not values.max().isfinite():
        raise ValueError(f"log_prob must have a finite maximum; got {values.max().item():g}")
    # Relative to the maximum: only the shape is drawn, and a density in the thousands cannot overflow.
    relative = (values - values.max()).exp().reshape(resolution, resolution).T
    levels = torch.linspace(0, 1, n_levels + 1)
    # The scale ends above 1, so that the darkest grey still shows points on top of it.
    ax.contourf(along, up, relative.cpu(), levels, cmap="Greys", vmax=1.3)
    ax.set(xlim=bounds[:2], ylim=bounds[2:], aspect="equal")
    return ax


def field(
    ax: Axes,
    values: Callable[[Tensor], Tensor],
    bounds: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 1.0),
    *,
    resolution: int = 100,
    levels: Sequence[float] = _TENTHS,
    label: str = "",
) -> Axes:
    """Filled contours of a function in the plane, red below the middle level and blue above it.

    A colour bar stands beside them. The default levels are for a probability, such as a discriminator's: near
    0.5 it is white.

    Args:
        ax: the axes to draw on.
        values: the function, from points (N, 2) to values (N,).
        bounds: the window (left, right, bottom, top).
        resolution: points along each side of the grid.
        levels: where the colour changes, rising; values beyond the ends get the colour of the end.
        label: what the colour bar shows.

    Returns:
        ax.

    Raises:
        ValueError: if the window is empty, the levels do not rise, or values returns another shape or NaN.

    >>> figure, ax = subplots()
    >>> field(ax, lambda x: (5 * x[:, 0]).sigmoid(), (-1, 1, -1, 1), label="D(x)") is ax
    True
    >>> plt.close(figure)
    """
    if len(levels) < 2 or any(low >= high for low, high in pairwise(levels)):
        raise ValueError(f"levels must rise and be at least two; got {tuple(levels)}")
    along, up, points = _window(bounds, resolution)
    with torch.no_grad():
        heights = values(points)
    if heights.shape != points.shape[:1]:
        raise ValueError(f"values must map (N, 2) to (N,); got {tuple(heights.shape)} for N = {len(points)}")
    if heights.isnan().any():
        raise ValueError("values must return numbers; got NaN")
    middle, half = (levels[0] + levels[-1]) / 2, (levels[-1] - levels[0]) / 2
    contours = ax.contourf(
        along,
        up,
        heights.clamp(levels[0], levels[-1]).reshape(resolution, resolution).T.cpu(),
        levels,
        cmap="RdBu",
        # The scale goes on beyond the levels, so that points on top of the deepest colours still show.
        vmin=middle - 2.2 * half,
        vmax=middle + 2.2 * half,
    )
    ax.figure.colorbar(contours, ax=ax, label=label)
    ax.set(xlim=bounds[:2], ylim=bounds[2:], aspect="equal")
    return ax


def arrows(
    ax: Axes,
    vectors: Callable[[Tensor], Tensor],
    bounds: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 1.0),
    *,
    resolution: int = 16,
) -> Axes:
    """A vector field in the plane: an arrow at each point of a grid, the longest as long as the grid's step.

    All lengths are in proportion: where the field is weak the arrows are short.

    Args:
        ax: the axes to draw on.
        vectors: the field, from points (N, 2) to vectors (N, 2).
        bounds: the window (left, right, bottom, top).
        resolution: arrows along each side.

    Returns:
        ax.

    Raises:
        ValueError: if the window is empty, or vectors returns another shape, or infinite or undefined ones.

    >>> figure, ax = subplots()
    >>> arrows(ax, lambda x: -x, (-1, 1, -1, 1)) is ax
    True
    >>> plt.close(figure)
    """
    left, right, bottom, top = bounds
    across, down = (right - left) / resolution, (top - bottom) / resolution
    inner = (left + across / 2, right - across / 2, bottom + down / 2, top - down / 2)
    _, _, points = _window(inner, resolution)
    with torch.no_grad():
        found = vectors(points)
    if found.shape != points.shape:
        raise ValueError(f"vectors must map (N, 2) to (N, 2); got {tuple(found.shape)} for N = {len(points)}")
    if not found.isfinite().all():
        raise ValueError("vectors must return finite numbers; got inf or NaN")
    u, v = found.T.cpu()
    longest = found.norm(dim=1).max().item() or 1.0
    scale = longest / min(across, down)
    ax.quiver(*points.T, u, v, angles="xy", scale_units="xy", scale=scale, width=0.004, color="0.25")
    ax.set(xlim=bounds[:2], ylim=bounds[2:], aspect="equal")
    return ax


def loss_curves(ax: Axes, **curves: Tensor | Sequence[float]) -> Axes:
    """What training wrote down, step by step: each curve has its own colour and its own kind of line.

    Of more than 200 steps a moving average over a fiftieth of them is drawn, with the values themselves faint
    behind it.

    Args:
        ax: the axes to draw on.
        curves: name -> values, shape (n_steps,); the legend shows the names, with spaces for underscores.

    Returns:
        ax, with a legend and with "step" below its x axis.

    Raises:
        ValueError: if there is no curve or one is not a line of numbers.

    >>> figure, ax = subplots()
    >>> loss_curves(ax, train=[3.0, 2.0, 1.5], test=[3.1, 2.5, 2.4]).get_legend_handles_labels()[1]
    ['train', 'test']
    >>> plt.close(figure)
    """
    if not curves:
        raise ValueError("loss_curves needs a curve: loss_curves(ax, train=losses); got none")
    for k, (name, values) in enumerate(curves.items()):
        line = torch.as_tensor(values).detach().cpu()
        if line.ndim != 1 or len(line) == 0:
            raise ValueError(f"{name} must have shape (n_steps,); got {tuple(line.shape)}")
        steps = torch.arange(1, len(line) + 1)
        if len(line) > _LONG:
            ax.plot(steps, line, color=_color(k), alpha=0.2, linewidth=0.8)
            window = len(line) // 50
            steps, line = steps[window - 1 :], line.double().unfold(0, window, 1).mean(-1)
        style = _LINES[k % len(_LINES)]
        ax.plot(steps, line, color=_color(k), linestyle=style, linewidth=1.8, label=name.replace("_", " "))
    ax.set_xlabel("step")
    ax.legend()
    return ax


def gaussian_ellipses(ax: Axes, means: Tensor, covariances: Tensor, weights: Tensor | None = None) -> Axes:
    """The 1 and 2 sigma ellipses of Gaussians, each in the colour, and with the marker, of its class.

    Args:
        ax: the axes to draw on.
        means: shape (K, 2).
        covariances: symmetric and positive definite, shape (K, 2, 2).
        weights: in [0, 1], shape (K,); a heavier component gets a thicker line.

    Returns:
        ax.

    Raises:
        ValueError: if the shapes do not fit or a covariance is not positive definite.

    >>> figure, ax = subplots()
    >>> len(gaussian_ellipses(ax, torch.zeros(3, 2), torch.eye(2).expand(3, 2, 2)).patches)
    6
    >>> plt.close(figure)
    """
    n_components = len(means) if means.ndim else 0
    if means.shape != (n_components, 2) or covariances.shape != (n_components, 2, 2):
        raise ValueError(
            f"means must have shape (K, 2) and covariances (K, 2, 2); "
            f"got {tuple(means.shape)} and {tuple(covariances.shape)}"
        )
    if weights is not None and weights.shape != (n_components,):
        raise ValueError(f"weights must have shape ({n_components},); got {tuple(weights.shape)}")
    variances, axes = torch.linalg.eigh(covariances.detach().cpu())
    if not (variances > 0).all():
        raise ValueError(
            f"covariances must be positive definite; got a smallest eigenvalue of {variances.min().item():g}"
        )
    share = torch.ones(n_components) if weights is None else weights.detach().cpu() / weights.max().cpu()
    for k, (x, y) in enumerate(means.detach().cpu().tolist()):
        angle = math.degrees(math.atan2(axes[k, 1, 1], axes[k, 0, 1]))
        for sigmas in (1, 2):
            height, width = (2 * sigmas * variances[k].sqrt()).tolist()
            line = 0.6 + 1.6 * share[k].item()
            ax.add_patch(Ellipse((x, y), width, height, angle=angle, fill=False, ec=_color(k), lw=line))
        ax.plot(x, y, color=_color(k), marker=_marker(k), markersize=9, mec="white", mew=1.5)
    ax.autoscale_view()
    return ax


def image_grid(
    images: Tensor, *, n_columns: int = 10, titles: Sequence[str] | None = None, size: float = 0.8
) -> Figure:
    """Grey images in rows, on one scale: 0 is black, 1 is white, whatever lies outside is cut off.

    Args:
        images: shape (N, H, W), or (N, H * H) for square images.
        n_columns: images in a row.
        titles: one short line above each image; about 10 characters fit an image of the default size.
        size: width of an image, in inches (96 pixels on the page).

    Returns:
        A figure without axes.

    Raises:
        ValueError: if images has another shape or holds NaN, or there is not one title for each.

    >>> figure = image_grid(torch.rand(5, 64), n_columns=3)
    >>> plt.close(figure)
    """
    pixels = _as_images(images)
    if n_columns < 1:
        raise ValueError(f"n_columns must be at least 1; got {n_columns}")
    if titles is not None and len(titles) != len(pixels):
        raise ValueError(f"there must be one title for each of the {len(pixels)} images; got {len(titles)}")
    n_columns = min(n_columns, len(pixels))
    n_rows = math.ceil(len(pixels) / n_columns)
    aspect = pixels.shape[1] / pixels.shape[2]
    # In widths of an image; a title takes 0.22 inches, which is a line of its type.
    across, down = 1.06, aspect + (0.06 if titles is None else 0.06 + 0.22 / size)
    figure, ax = subplots(width=n_columns * across * size, height=n_rows * down * size, layout=None)
    ax.set_position((0.0, 0.0, 1.0, 1.0))
    ax.set_axis_off()
    for i, image in enumerate(pixels):
        left, bottom = i % n_columns * across, -(i // n_columns + 1) * down
        ax.imshow(image, cmap="gray", vmin=0, vmax=1, extent=(left, left + 1, bottom, bottom + aspect))
        if titles is not None:
            ax.text(left + 0.5, bottom + aspect + 0.03, titles[i], ha="center", va="bottom", fontsize=10)
    ax.set(xlim=(-0.03, n_columns * across - 0.03), ylim=(-n_rows * down - 0.03, -0.03))
    return figure


def show(figure: Figure, see: str) -> None:
    """Show a figure in the notebook with a caption that says what to see, and close it.

    Args:
        figure: the figure; it cannot be drawn on afterwards.
        see: what to see, one sentence; also the alternative text of the picture.

    Raises:
        ValueError: if there are no words.

    >>> figure, ax = subplots()
    >>> show(figure, "")
    Traceback (most recent call last):
    ValueError: a picture needs words that say what to see; got ''
    >>> plt.close(figure)
    """
    embedding.require_words(see)
    picture = png(figure)
    plt.close(figure)
    _display(embedding.still(picture, see, figure.get_figwidth()), see)


def movie(
    draw: Callable[[Figure, int], object],
    n_frames: int,
    see: str,
    *,
    width: float = 5.0,
    height: float = 4.0,
    seconds: float = 0.4,
) -> None:
    """Show an animation in the notebook: a button that plays it, and a slider to step through.

    Where scripts do not run, the last frame stands as a still picture.

    Args:
        draw: draws frame i of n_frames on an empty figure: draw(figure, i).
        n_frames: how many frames, at least 1.
        see: what to see, one sentence; also the alternative text of the picture.
        width: of the figure, in inches (96 pixels on the page).
        height: of the figure, in inches.
        seconds: for which each frame stands while it plays.

    Raises:
        ValueError: if there is no frame, no time or there are no words.

    >>> movie(lambda figure, i: figure.subplots().plot([0, i]), 0, "a line that gets steeper")
    Traceback (most recent call last):
    ValueError: n_frames must be at least 1; got 0
    """
    embedding.require_words(see)
    if n_frames < 1:
        raise ValueError(f"n_frames must be at least 1; got {n_frames}")
    if not seconds > 0:
        raise ValueError(f"seconds must be above 0; got {seconds}")
    frames = []
    with drawing(width, height) as figure:
        for i in range(n_frames):
            figure.clear()
            draw(figure, i)
            frames.append(png(figure, sharpness=1.0))
    _display(embedding.player(frames, see, width, seconds), see)


@contextmanager
def drawing(width: float, height: float) -> Iterator[Figure]:
    """An empty figure in the style of the course, for as long as the block lasts; then it is closed.

    Args:
        width: in inches (96 pixels on the page).
        height: in inches.

    >>> with drawing(4.0, 3.0) as figure:
    ...     axes = figure.subplots()
    >>> plt.get_fignums()
    []
    """
    with plt.rc_context(_STYLE):
        figure = plt.figure(figsize=(width, height))
        try:
            yield figure
        finally:
            plt.close(figure)


def png(figure: Figure, *, sharpness: float = _SHARPNESS, small: bool = True) -> bytes:
    """The figure as a PNG file.

    Args:
        figure: the figure.
        sharpness: stored pixels for each pixel of the page.
        small: whether to take time to make the file small.

    Returns:
        The bytes of the file.

    >>> with drawing(1.0, 1.0) as figure:
    ...     png(figure)[1:4]
    b'PNG'
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=sharpness * embedding.CSS_DPI, pil_kwargs={"optimize": small})
    return buffer.getvalue()


def _window(bounds: tuple[float, float, float, float], resolution: int) -> tuple[Tensor, Tensor, Tensor]:
    """The coordinates (R,) of a grid along each side of a window, and its points (R^2, 2)."""
    left, right, bottom, top = bounds
    if not (left < right and bottom < top):
        raise ValueError(
            f"bounds must be (left, right, bottom, top) with left < right, bottom < top; got {bounds}"
        )
    along, up = torch.linspace(left, right, resolution), torch.linspace(bottom, top, resolution)
    return along, up, torch.cartesian_prod(along, up)


def _color(k: int) -> str:
    return PALETTE[k % len(PALETTE)]


def _marker(k: int) -> str:
    return MARKERS[k % len(MARKERS)]


def _as_images(images: Tensor) -> Tensor:
    side = math.isqrt(images.shape[1]) if images.ndim == 2 else 0
    if images.numel() == 0 or (images.ndim != 3 and images.shape[1:] != (side * side,)):
        raise ValueError(f"images must have shape (N, H, W) or (N, H * H); got {tuple(images.shape)}")
    if images.isnan().any():
        raise ValueError("images must hold numbers; got NaN")
    return images.detach().cpu().reshape(len(images), *(images.shape[1:] if side == 0 else (side, side)))


def _display(page: str, see: str) -> None:
    display({"text/html": page, "text/plain": f"Figure. What to see: {see}"}, raw=True)
