"""Things to play with in a notebook: move a slider, drag a point, press a button, and see what it does.

    latent_explorer    drag a point over the latent plane and see it decoded
    kl_explorer        two sliders, and the price of a Gaussian that is not the prior
    gan_stepper        buttons that train a GAN step by step

All answer to the keyboard. Where they cannot live, on an exported page or after the kernel has gone, a still
picture stands in their place, with the caption and the alternative text that every picture has.
"""

import html
import math
import struct
import traceback
import zlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import ipywidgets
import torch
from IPython.display import display
from matplotlib.figure import Figure
from torch import Tensor
from torch.distributions import Normal, kl_divergence
from torch.nn import functional

from genai_lab.notebook import embedding, plots

State = TypeVar("State")

_SIDE = 21  # decoded points along each side of the latent plane
_PLANE = (4.4, 4.0)  # width and height of its plot, in inches
_AXES = (0.16, 0.86, 0.13, 0.97)  # left, right, bottom, top, as shares of the plot; the legend stands right
_DRAWING = (5.0, 4.0)
_STEPS = (1, 10, 100)
_HIDE_WHERE_LIVE = """<style>
.jp-OutputArea-child:has(.genai-lab-live) + .jp-OutputArea-child:has([data-stands-in]) { display: none }
</style>"""


def latent_explorer(
    decode: Callable[[Tensor], Tensor],
    z: Tensor,
    label: Tensor | None,
    see: str,
    *,
    bounds: tuple[float, float, float, float] | None = None,
    shape: tuple[int, int] | None = None,
) -> None:
    """Show the latent plane with a point to drag, and beside it the image that the point decodes to.

    The plane is decoded once, on a grid of 21 x 21 points to which the point snaps, and needs no kernel then.
    Where scripts do not run, the plane stands beside all images of the grid.

    Args:
        decode: from latents (N, 2) to pixels in [0, 1], shape (N, H * W); called without gradient.
        z: latents to show, shape (N, 2).
        label: the class of each, integers from 0, shape (N,); None for one colour.
        see: what to see, one sentence; also the alternative text.
        bounds: the window (left, right, bottom, top); by default it holds the latents but for few outliers.
        shape: (H, W) of flat images that are not square.

    Raises:
        ValueError: if a shape does not fit, the window is empty, a latent or a pixel is not finite, or there
            are no words.

    >>> latent_explorer(lambda z: z, torch.zeros(3), None, "digits melt into one another")
    Traceback (most recent call last):
    ValueError: z must have shape (N, 2) and hold a point; got (3,)
    """
    embedding.require_words(see)
    window = _around(z) if bounds is None else bounds
    images = _decoded(decode, window, shape, like=z)
    with plots.drawing(*_PLANE) as figure:
        left, right, bottom, top = _AXES
        figure.set_layout_engine("none")
        ax = figure.add_axes((left, bottom, right - left, top - bottom))
        plots.scatter(ax, z, label)
        ax.set(xlim=window[:2], ylim=window[2:], xlabel="$z_1$", ylabel="$z_2$")
        if label is not None:
            ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, handletextpad=0.1)
        plane = plots.png(figure)
    rows, columns, height, width = images.shape
    sheet = images.flip(0).transpose(1, 2).reshape(rows * height, columns * width)
    page = embedding.explorer(plane, _AXES, _grey_png(sheet), window, _SIDE, height / width, see, _PLANE[0])
    display({"text/html": page, "text/plain": f"Figure. What to see: {see}"}, raw=True)


def kl_explorer(see: str, *, mu: float = 1.0, logvar: float = -1.0) -> None:
    """Show q = N(mu, exp(logvar)) beside the prior p = N(0, 1), and the KL divergence between them.

        KL(q || p) = mu^2 / 2 + (exp(logvar) - 1 - logvar) / 2

    A slider moves each parameter; the title tells what the mean costs and what the variance costs, in nats.

    Args:
        see: what to see, one sentence; also the alternative text.
        mu: where the first slider begins, in [-3, 3].
        logvar: where the second slider begins, in [-4, 2].

    Raises:
        ValueError: if a slider begins outside its range, or there are no words.

    >>> kl_explorer("the price grows on both sides of the prior", mu=4.0)
    Traceback (most recent call last):
    ValueError: mu must be in [-3, 3] and logvar in [-4, 2]; got 4.0 and -1.0
    """
    if not (-3 <= mu <= 3 and -4 <= logvar <= 2):
        raise ValueError(f"mu must be in [-3, 3] and logvar in [-4, 2]; got {mu} and {logvar}")
    sliders = [
        ipywidgets.FloatSlider(value, min=low, max=high, step=0.1, description=name, readout_format="+.1f")
        for name, value, low, high in (("mu", mu, -3, 3), ("logvar", logvar, -4, 2))
    ]
    picture = _Picture(lambda figure: _draw_kl(figure, *(slider.value for slider in sliders)), see)
    for slider in sliders:
        slider.observe(lambda _: picture.react(), names="value")
    picture.show(sliders)


def gan_stepper(
    make: Callable[[], State],
    step: Callable[[State], object],
    draw: Callable[[Figure, State], object],
    see: str,
    *,
    still_after: int = 100,
) -> None:
    """Show a training with buttons that take 1, 10 or 100 steps of it, and one that starts again.

    Where the buttons cannot live, the picture shows a training of its own after `still_after` steps.

    Args:
        make: returns a new state, with networks and optimisers of its own, each time it is called.
        step: takes one step, changing the state in place.
        draw: draws the state on an empty figure: draw(figure, state).
        see: what to see, one sentence; also the alternative text.
        still_after: steps of the training that stands in, at least 0.

    Raises:
        ValueError: if still_after is below 0, or there are no words.

    >>> gan_stepper(dict, len, print, "the points find the ring", still_after=-1)
    Traceback (most recent call last):
    ValueError: still_after must be at least 0; got -1
    """
    if still_after < 0:
        raise ValueError(f"still_after must be at least 0; got {still_after}")
    embedding.require_words(see)
    state, n_taken = make(), 0
    for _ in range(still_after):
        step(state)
    still = _page(lambda figure: draw(figure, state), see)

    state = make()
    buttons = [ipywidgets.Button(description=f"{n} step{'s' * (n > 1)}") for n in _STEPS]
    again = ipywidgets.Button(description="start again")
    count = ipywidgets.Label()
    picture = _Picture(lambda figure: draw(figure, state), see)

    def take(n: int) -> None:
        nonlocal n_taken
        for _ in range(n):
            step(state)
            n_taken += 1

    def restart() -> None:
        nonlocal state, n_taken
        state, n_taken = make(), 0

    def react(action: Callable[[], None]) -> None:
        controls = (*buttons, again)
        for button in controls:  # what is pressed meanwhile would only queue up
            button.disabled = True
        picture.react(action)
        count.value = f"after {n_taken:,} step{'s' * (n_taken != 1)}"
        for button in controls:
            button.disabled = False

    for button, n in zip(buttons, _STEPS, strict=True):
        button.on_click(lambda _, n=n: react(lambda: take(n)))
    again.on_click(lambda _: react(restart))
    count.value = "after 0 steps"
    picture.show([*buttons, again, count], still=still)


class _Picture:
    """A picture that controls redraw, and what went wrong where that failed."""

    def __init__(self, draw: Callable[[Figure], object], see: str) -> None:
        embedding.require_words(see)
        self._draw, self._see = draw, see
        self._first = _page(draw, see)
        # The height is held, so that the page does not jump while a new picture loads.
        height = f"{round(_DRAWING[1] * embedding.CSS_DPI) + 40}px"
        self._view = ipywidgets.HTML(self._first, layout=ipywidgets.Layout(min_height=height))
        self._message = ipywidgets.HTML()

    def react(self, action: Callable[[], object] = lambda: None) -> None:
        """Do something, then draw again. A widget's front end swallows errors: they are shown instead."""
        try:
            action()
            self._view.value = _page(self._draw, self._see)
            self._message.value = ""
        except NotImplementedError:
            self._message.value = '<p role="alert">What this needs is not written yet.</p>'
        except Exception as error:
            last = html.escape(f"{type(error).__name__}: {error}")
            trace = html.escape("".join(traceback.format_exception(error)))
            details = f"<details><summary>where</summary><pre>{trace}</pre></details>"
            self._message.value = f'<div role="alert"><b>{last}</b>{details}</div>'

    def show(self, controls: Sequence[ipywidgets.Widget], *, still: str | None = None) -> None:
        """Display the picture below its controls, and after them the still picture that stands in for them.

        An exported page offers widgets a place and leaves it empty where it has no network. So the choice is
        not left to the front end: a style rule hides the still picture where the widgets live.
        """
        row = ipywidgets.HBox(list(controls), layout=ipywidgets.Layout(flex_flow="row wrap"))
        box = ipywidgets.VBox([row, self._message, self._view])
        box.add_class("genai-lab-live")
        live: dict[str, Any] = box._repr_mimebundle_()
        display(live | {"text/plain": "(the controls need a notebook that runs)"}, raw=True)
        page = f"<div data-stands-in>{_HIDE_WHERE_LIVE}{still or self._first}</div>"
        display({"text/html": page, "text/plain": f"Figure. What to see: {self._see}"}, raw=True)


def _page(draw: Callable[[Figure], object], see: str) -> str:
    with plots.drawing(*_DRAWING) as figure:
        draw(figure)
        return embedding.still(plots.png(figure, small=False), see, _DRAWING[0])


def _draw_kl(figure: Figure, mu: float, logvar: float) -> None:
    q, p = Normal(mu, math.exp(logvar / 2)), Normal(0.0, 1.0)
    price, of_mean = kl_divergence(q, p).item(), mu**2 / 2
    z = torch.linspace(-6, 6, 400)
    ax = figure.subplots()
    for density, name, style in ((p, "prior p = N(0, 1)", "--"), (q, "q", "-")):
        ax.plot(z, density.log_prob(z).exp(), style, label=name, linewidth=2)
    ax.fill_between(z, q.log_prob(z).exp(), color=plots.PALETTE[1], alpha=0.2, linewidth=0)
    # At the slider's steps the first part has three decimals, so that the parts, as they are shown, add up.
    parts = f"{of_mean:.3f} for the mean + {price - of_mean:.3f} for the variance"
    title = f"KL(q || p) = {price:.3f} nats\n{parts}"
    peak = q.log_prob(q.mean).exp().item()
    ax.set(xlim=(-6, 6), ylim=(0, max(0.9, 1.1 * peak)), xlabel="z", ylabel="density", title=title)
    ax.legend(loc="upper left")


def _around(z: Tensor) -> tuple[float, float, float, float]:
    """A window that holds 98 % of the latents along each axis, and a tenth more on each side."""
    if z.ndim != 2 or z.shape[1] != 2 or len(z) == 0:
        raise ValueError(f"z must have shape (N, 2) and hold a point; got {tuple(z.shape)}")
    if not z.isfinite().all():
        raise ValueError("z must be finite; got inf or NaN")
    low, high = z.detach().cpu().double().quantile(torch.tensor([0.01, 0.99], dtype=torch.float64), dim=0)
    margin = 0.1 * (high - low) + 1e-3
    (left, bottom), (right, top) = (low - margin).tolist(), (high + margin).tolist()
    return left, right, bottom, top


def _decoded(
    decode: Callable[[Tensor], Tensor],
    bounds: tuple[float, float, float, float],
    shape: tuple[int, int] | None,
    *,
    like: Tensor,
) -> Tensor:
    """Images (n, n, H, W) of a grid over the window, the second latent along the first axis."""
    left, right, bottom, top = bounds
    if not (left < right and bottom < top):
        raise ValueError(
            f"bounds must be (left, right, bottom, top) with left < right, bottom < top; got {bounds}"
        )
    second, first = torch.linspace(bottom, top, _SIDE), torch.linspace(left, right, _SIDE)
    points = torch.cartesian_prod(second, first).flip(1).to(like)
    with torch.no_grad():
        x = decode(points).detach().cpu()
    side = math.isqrt(x.shape[-1]) if x.ndim else 0
    height, width = (side, side) if shape is None else shape
    if x.shape != (len(points), height * width) or x.numel() == 0:
        raise ValueError(f"decode must map (N, 2) to (N, H * W); got {tuple(x.shape)} for N = {len(points)}")
    if not x.isfinite().all():
        raise ValueError("decode must return finite pixels; got inf or NaN")
    return x.reshape(_SIDE, _SIDE, height, width)


def _grey_png(pixels: Tensor) -> bytes:
    """A PNG file with one channel: matplotlib writes four, of which a page would have to carry all.

    Its chunks are: length, kind, data and checksum; its rows begin with 0, for "not filtered".
    """
    height, width = pixels.shape
    rows = functional.pad((pixels.clamp(0, 1) * 255).round().to(torch.uint8), (1, 0)).numpy().tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)  # 8 bits a pixel, grey
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
