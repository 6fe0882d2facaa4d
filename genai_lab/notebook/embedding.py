"""Pictures as HTML that needs nothing else: pixels, alternative text, a caption, a script for what moves."""

import base64
import html
import json
import uuid
from collections.abc import Sequence

CSS_DPI = 96  # a page counts 96 pixels to the inch


def require_words(see: str) -> None:
    """Require that a picture comes with words.

    Args:
        see: what to see, as plain text.

    Raises:
        ValueError: if there are none.

    >>> require_words(" ")
    Traceback (most recent call last):
    ValueError: a picture needs words that say what to see; got ' '
    """
    if not see.strip():
        raise ValueError(f"a picture needs words that say what to see; got {see!r}")


def still(png: bytes, see: str, width: float) -> str:
    """A picture with its caption.

    Args:
        png: the file.
        see: what to see, as plain text: the caption and the alternative text.
        width: on the page, in inches.

    Returns:
        An HTML figure.

    >>> still(b"", "a < b", 5.0)[:68]
    '<figure style="margin:0.5em 0"><img src="data:image/png;base64," alt'
    """
    return _figure(_image(png, see, width), see)


def player(frames: Sequence[bytes], see: str, width: float, seconds: float) -> str:
    """A movie with its caption, a button that plays it and a slider; the last frame where scripts do not run.

    Args:
        frames: PNG files, at least one.
        see: what to see, as plain text: the caption and the alternative text.
        width: on the page, in inches.
        seconds: for which each frame stands while it plays.

    Returns:
        An HTML figure.

    >>> "<button" in player([b"", b""], "EM climbs", 5.0, 0.4)
    True
    """
    body = _PLAYER % {
        "id": f"movie-{uuid.uuid4().hex}",
        "last": len(frames) - 1,
        "image": _image(frames[-1], see, width),
        "frames": json.dumps([_base64(frame) for frame in frames]),
        "milliseconds": round(1000 * seconds),
    }
    return _figure(body, see)


def explorer(
    plane: bytes,
    axes: tuple[float, float, float, float],
    sheet: bytes,
    bounds: tuple[float, float, float, float],
    n: int,
    aspect: float,
    see: str,
    width: float,
) -> str:
    """A plane with a point that the mouse and the arrow keys move, and the image that belongs to the point.

    Where scripts do not run, the plane stands beside the sheet of all images.

    Args:
        plane: PNG file, a plot of the plane.
        axes: where the axes lie in it (left, right, bottom, top), as shares of its width and its height.
        sheet: PNG file, n x n images without gaps, the first coordinate to the right and the second upwards.
        bounds: the coordinates (left, right, bottom, top) of the sheet's outermost images.
        n: images along each side of the sheet, at least 2.
        aspect: height of an image over its width.
        see: what to see, as plain text: the caption and the alternative text.
        width: of the plane, and of the sheet, on the page, in inches.

    Returns:
        An HTML figure.

    >>> page = explorer(b"", (0.1, 0.9, 0.1, 0.9), b"", (-2, 2, -2, 2), 21, 1.0, "digits melt", 4.0)
    >>> 'role="slider"' in page
    True
    """
    return _figure(
        _EXPLORER
        % {
            "id": f"explorer-{uuid.uuid4().hex}",
            "plane": _image(plane, see, width),
            "sheet": _image(sheet, "The images that belong to a grid of points over the same plane.", width),
            "axes": json.dumps(axes),
            "bounds": json.dumps(bounds),
            "last": n - 1,
            "all": n * n - 1,
            "size": 100 * n,
            "ratio": 1 / aspect,
            "width": round(0.55 * width * CSS_DPI),
        },
        see,
    )


def _figure(body: str, see: str) -> str:
    caption = f"<figcaption><b>What to see:</b> {html.escape(see)}</figcaption>"
    return f'<figure style="margin:0.5em 0">{body}{caption}</figure>'


def _image(png: bytes, see: str, width: float) -> str:
    return (
        f'<img src="data:image/png;base64,{_base64(png)}" alt="{html.escape(see)}" '
        f'width="{round(width * CSS_DPI)}" style="max-width:100%;height:auto">'
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


# The controls stay hidden until the script runs, so that the still picture is whole without it. A slider and
# a button answer to the keyboard by themselves.
_PLAYER = """\
<div id="%(id)s">%(image)s
<div hidden style="margin:4px 0"><button type="button">Play</button>
<label>frame
<input type="range" min="0" max="%(last)d" value="%(last)d" style="vertical-align:middle"></label>
<output>%(last)d</output></div></div>
<script>
(() => {
  const movie = document.getElementById("%(id)s");
  const find = name => movie.querySelector(name);
  const [image, button, slider, output] = ["img", "button", "input", "output"].map(find);
  const frames = %(frames)s;
  let timer = null;
  const go = i => {
    slider.value = i;
    output.value = i;
    image.src = "data:image/png;base64," + frames[i];
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = "Play";
  };
  const step = () => {
    if (!movie.isConnected || +slider.value >= %(last)d) stop();
    else go(+slider.value + 1);
  };
  button.onclick = () => {
    if (timer !== null) return stop();
    if (+slider.value >= %(last)d) go(0);
    button.textContent = "Pause";
    timer = setInterval(step, %(milliseconds)d);
  };
  slider.oninput = () => { stop(); go(+slider.value); };
  button.parentElement.hidden = false;
})();
</script>"""

# The point snaps to the grid, so that the image shown is the very image of the point shown. The attribute
# data-lm-suppress-shortcuts keeps the arrow keys from JupyterLab, which would go to the next cell.
_EXPLORER = """\
<div id="%(id)s" data-lm-suppress-shortcuts="true">
<div style="display:flex;flex-wrap:wrap;gap:16px;align-items:center">
<div data-part="plane" style="position:relative;line-height:0">%(plane)s
<div data-part="point" hidden role="slider" tabindex="0"
 aria-label="point in the plane; the arrow keys move it" aria-valuemin="0" aria-valuemax="%(all)d"
 aria-valuenow="0" style="position:absolute;width:12px;height:12px;border:3px solid #000;border-radius:50%%;
background:#fff;transform:translate(-50%%,-50%%);cursor:grab"></div></div>
<div data-part="sheet" style="line-height:0">%(sheet)s</div>
<div data-part="side" hidden><div data-part="view" role="img" style="width:%(width)dpx;aspect-ratio:%(ratio)g;
image-rendering:pixelated;background-size:%(size)d%% %(size)d%%;outline:1px solid #888"></div>
<output style="display:block;margin-top:6px;font-variant-numeric:tabular-nums"></output>
<small>Drag the point, or move it with the arrow keys.</small></div>
</div></div>
<script>
(() => {
  const root = document.getElementById("%(id)s");
  const part = name => root.querySelector(`[data-part=${name}]`);
  const [plane, point, sheet, side, view] = ["plane", "point", "sheet", "side", "view"].map(part);
  const output = root.querySelector("output");
  const axes = %(axes)s, bounds = %(bounds)s, last = %(last)d;
  let column = 0, row = 0;
  const nearest = share => Math.round(Math.min(Math.max(share, 0), 1) * last);
  const between = (low, high, i) => low + (high - low) * i / last;
  const go = (i, j) => {
    [column, row] = [nearest(i / last), nearest(j / last)];
    point.style.left = 100 * between(axes[0], axes[1], column) + "%%";
    point.style.top = 100 - 100 * between(axes[2], axes[3], row) + "%%";
    view.style.backgroundPosition = `${100 * column / last}%% ${100 - 100 * row / last}%%`;
    const z = [between(bounds[0], bounds[1], column), between(bounds[2], bounds[3], row)];
    const tidy = value => (Math.round(100 * value) / 100 + 0).toFixed(2);  // + 0: never -0.00
    const text = `z = (${z.map(tidy).join(", ")})`;
    output.value = text;
    view.setAttribute("aria-label", "the image that belongs to " + text);
    point.setAttribute("aria-valuetext", text);
    point.setAttribute("aria-valuenow", row * (last + 1) + column);
  };
  const follow = event => {
    const box = plane.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width, up = (box.bottom - event.clientY) / box.height;
    go(nearest((across - axes[0]) / (axes[1] - axes[0])), nearest((up - axes[2]) / (axes[3] - axes[2])));
  };
  const arrows = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1]};
  point.onkeydown = event => {
    const arrow = arrows[event.key];
    if (!arrow || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    go(column + arrow[0], row + arrow[1]);
  };
  point.onfocus = () => { point.style.boxShadow = "0 0 0 3px #fff, 0 0 0 6px #D55E00"; };
  point.onblur = () => { point.style.boxShadow = ""; };
  plane.onpointerdown = event => {
    event.preventDefault();
    plane.setPointerCapture(event.pointerId);
    point.focus({preventScroll: true});
    follow(event);
  };
  plane.onpointermove = event => { if (plane.hasPointerCapture(event.pointerId)) follow(event); };
  plane.style.touchAction = "none";
  view.style.backgroundImage = `url("${sheet.querySelector("img").src}")`;
  sheet.hidden = true;
  point.hidden = side.hidden = false;
  go(Math.round(last / 2), Math.round(last / 2));
})();
</script>"""
