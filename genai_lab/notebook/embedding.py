"""Pictures as HTML that needs nothing else: pixels, alternative text, a caption, and a movie's controls."""

import base64
import html
import json
import uuid
from collections.abc import Sequence

CSS_DPI = 96  # a page counts 96 pixels to the inch


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
