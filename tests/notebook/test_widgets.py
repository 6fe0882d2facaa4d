"""Widgets without a front end: what they display is read back, and their controls are moved from here.

That they answer to a mouse and a keyboard is tested in a browser: tests/notebooks/test_browser.py.
"""

import base64
import io
import json
import math
import re
import time
from html.parser import HTMLParser

import ipywidgets
import matplotlib as mpl
import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from genai_lab import checks
from genai_lab.notebook import plots, widgets

SEE = 'where x < 0 & "y" > 1, <b>nothing</b> is left'
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(autouse=True)
def _clean_matplotlib():
    """Off screen; every test must leave the global settings as they were, and no figure open."""
    with mpl.rc_context():
        plt.switch_backend("agg")
        before = dict(mpl.rcParams)
        yield
        assert dict(mpl.rcParams) == before
        assert plt.get_fignums() == []


@pytest.fixture
def shown(monkeypatch):
    """What the notebook was given to display, one bundle a call."""
    bundles = []
    monkeypatch.setattr(widgets, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text, as a browser would read them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def attributes(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    def part(self, name):
        (attributes,) = (attributes for _, attributes in self.tags if attributes.get("data-part") == name)
        return attributes


def pixels(image: dict) -> np.ndarray:
    kind, data = image["src"].split(",", 1)
    assert kind == "data:image/png;base64"
    shares = matplotlib.image.imread(io.BytesIO(base64.b64decode(data)), format="png")
    return (255 * shares).round()


class TestLatentExplorer:
    Z = torch.randn(200, 2, generator=torch.Generator().manual_seed(0))

    @staticmethod
    def decode(z):
        """Two by three pixels: both latents, scaled to [0, 1] over [-2, 2], in the corners of the image."""
        x = torch.zeros(len(z), 2, 3)
        x[:, 0, 0], x[:, 1, 2] = (z / 4 + 0.5).T
        return x.flatten(1)

    def page(self, shown, **options):
        options = {"bounds": (-2, 2, -2, 2), "shape": (2, 3)} | options
        assert widgets.latent_explorer(self.decode, self.Z, torch.arange(200) % 3, SEE, **options) is None
        (bundle,) = shown
        assert SEE in bundle["text/plain"]
        return Page(bundle["text/html"])

    def test_the_sheet_holds_the_decoded_image_of_every_point(self, shown):
        plane, sheet = self.page(shown).attributes("img")
        images = pixels(sheet).reshape(21, 2, 21, 3).transpose(0, 2, 1, 3)
        ramp = np.linspace(0, 255, 21)
        np.testing.assert_allclose(images[:, :, 0, 0], np.tile(ramp, (21, 1)), atol=0.51)  # z1 to the right
        np.testing.assert_allclose(images[:, :, 1, 2], np.tile(ramp[::-1, None], (1, 21)), atol=0.51)  # z2 up
        assert plane["alt"] == SEE

    def test_stands_without_scripts_and_waits_for_them(self, shown):
        page = self.page(shown)
        assert "hidden" in page.part("point")
        assert "hidden" in page.part("side")
        assert "hidden" not in page.part("sheet")
        assert f"What to see: {SEE}" in page.text
        assert all(image["alt"] for image in page.attributes("img"))
        assert not re.search(r"https?://|<link|src=\"(?!data:)", shown[0]["text/html"])

    def test_the_point_tells_what_it_is(self, shown):
        page = self.page(shown)
        point = page.part("point")
        assert (point["role"], point["tabindex"], point["aria-valuemax"]) == ("slider", "0", "440")
        assert "arrow keys" in point["aria-label"]
        # JupyterLab listens to the arrow keys before the page does, unless it is told not to.
        assert page.attributes("div")[0]["data-lm-suppress-shortcuts"] == "true"

    def test_the_axes_lie_where_the_script_thinks(self, shown):
        self.page(shown)
        plane = pixels(Page(shown[0]["text/html"]).attributes("img")[0])[..., :3].mean(-1) / 255
        axes = json.loads(re.search(r"const axes = (\[.*?\])", shown[0]["text/html"])[1])
        height, width = plane.shape
        left, bottom = round(axes[0] * width), round((1 - axes[2]) * height)
        line = plane[round((1 - axes[3]) * height) + 2 : bottom - 2]
        assert line[:, left - 2 : left + 3].min(1).max() < 0.3  # the spine is black from end to end
        assert plane[bottom - 2 : bottom + 3, left + 2 : round(axes[1] * width) - 2].min(0).max() < 0.3

    def test_the_window_holds_the_latents_but_for_outliers(self, shown):
        z = torch.cat([self.Z, torch.tensor([[1000.0, -1000.0]])])
        widgets.latent_explorer(self.decode, z, None, SEE, shape=(2, 3))
        left, right, bottom, top = json.loads(re.search(r"bounds = (\[.*?\])", shown[0]["text/html"])[1])
        assert -10 < left < -2 < 2 < right < 10
        assert -10 < bottom < -2 < 2 < top < 10

    def test_square_images_need_no_shape_and_no_gradient(self, shown):
        model = torch.nn.Linear(2, 9).double()
        widgets.latent_explorer(model, self.Z.double().requires_grad_(), None, SEE)
        assert pixels(Page(shown[0]["text/html"]).attributes("img")[1]).shape == (63, 63)
        assert all(p.grad is None for p in model.parameters())

    def test_two_on_a_page_do_not_share_their_points(self, shown):
        for _ in range(2):
            widgets.latent_explorer(self.decode, self.Z, None, SEE, shape=(2, 3))
        assert len({Page(bundle["text/html"]).attributes("div")[0]["id"] for bundle in shown}) == 2

    def test_a_page_of_28_by_28_stays_small(self, shown):
        x = torch.rand(441, 784, generator=torch.Generator().manual_seed(0))
        widgets.latent_explorer(lambda z: x, self.Z, None, SEE)
        assert len(shown[0]["text/html"]) < 700_000


@pytest.fixture
def made():
    """All widgets, in the order in which they are made."""
    widgets_made = []
    ipywidgets.Widget.on_widget_constructed(widgets_made.append)
    yield lambda kind: [widget for widget in widgets_made if isinstance(widget, kind)]
    ipywidgets.Widget.on_widget_constructed(None)
    ipywidgets.Widget.close_all()


class TestKlExplorer:
    def test_shows_the_controls_and_a_picture_that_stands_in(self, shown, made):
        assert widgets.kl_explorer(SEE) is None
        live, still = shown
        assert VIEW in live
        assert "text/html" not in live
        page = Page(still["text/html"])
        assert page.attributes("img")[0]["alt"] == SEE
        assert f"What to see: {SEE}" in page.text
        assert SEE in still["text/plain"]
        # Only where the widgets live is it hidden; the class is theirs alone.
        (box,) = made(ipywidgets.VBox)
        assert (rule := re.search(r":has\(\.([\w-]+)\) \+ ", still["text/html"])[1]) in box._dom_classes, rule
        assert "data-stands-in" in page.attributes("div")[0]

    def test_each_slider_redraws_the_right_price(self, shown, made, monkeypatch):
        titles = []
        png = plots.png
        monkeypatch.setattr(
            plots, "png", lambda f, **how: titles.append(f.axes[0].get_title()) or png(f, **how)
        )
        widgets.kl_explorer(SEE)
        mu, logvar = made(ipywidgets.FloatSlider)
        (view, *_) = (w for w in made(ipywidgets.HTML) if "<img" in w.value)
        for slider, value in ((mu, -2.0), (logvar, 1.5), (mu, 0.0)):
            before = view.value
            slider.value = value
            assert view.value != before
            price = kl_divergence(Normal(mu.value, math.exp(logvar.value / 2)), Normal(0.0, 1.0)).item()
            first, second = titles[-1].splitlines()
            assert f"{price:.3f} nats" in first
            of_mean, of_variance = map(float, re.findall(r"\d\.\d{3}", second))
            assert of_mean == pytest.approx(mu.value**2 / 2, abs=1e-9)
            assert of_mean + of_variance == pytest.approx(round(price, 3), abs=1e-9)

    def test_a_redraw_is_quick(self, shown, made):
        widgets.kl_explorer(SEE)
        mu, _ = made(ipywidgets.FloatSlider)
        times = []
        for value in (0.1, 0.2, 0.3, 0.4, 0.5):
            start = time.process_time()
            mu.value = value
            times.append(time.process_time() - start)
        assert min(times) < 0.5  # 0.1 on a machine with nothing else to do


class TestGanStepper:
    @staticmethod
    def step(state):
        state["n"] += 1

    @staticmethod
    def draw(figure, state):
        figure.set_facecolor((state["n"] / 255, 0, 0))

    def make(self):
        return {"n": 0}

    @staticmethod
    def parts(made):
        one, ten, hundred, again = made(ipywidgets.Button)
        (count,) = made(ipywidgets.Label)
        view, message = made(ipywidgets.HTML)
        return one, ten, hundred, again, count, view, message

    @staticmethod
    def red(page):
        return pixels(Page(page).attributes("img")[0])[5, 5, 0]

    def test_buttons_take_their_steps_and_start_again(self, shown, made):
        assert widgets.gan_stepper(self.make, self.step, self.draw, SEE) is None
        one, ten, hundred, again, count, view, _ = self.parts(made)
        seen = [(count.value, self.red(view.value))]
        for button in (one, hundred, ten, again, one):
            button.click()
            seen.append((count.value, self.red(view.value)))
        taken = ("0 steps", "1 step", "101 steps", "111 steps", "0 steps", "1 step")
        assert [value for value, _ in seen] == [f"after {steps}" for steps in taken]
        assert [value for _, value in seen] == [0, 1, 101, 111, 0, 1]
        assert not any(button.disabled for button in (one, ten, hundred, again))

    def test_the_picture_that_stands_in_is_a_training_of_its_own(self, shown, made):
        widgets.gan_stepper(self.make, self.step, self.draw, SEE, still_after=7)
        live, still = shown
        assert VIEW in live
        assert self.red(still["text/html"]) == 7
        assert self.red(self.parts(made)[5].value) == 0

    def test_buttons_rest_while_the_steps_are_taken(self, shown, made):
        pressed = []

        def step(state):
            self.step(state)
            pressed.append([button.disabled for button in made(ipywidgets.Button)])

        widgets.gan_stepper(self.make, step, self.draw, SEE, still_after=0)
        self.parts(made)[0].click()
        assert pressed == [[True] * 4]

    def test_an_error_is_shown_and_goes_away(self, shown, made):
        def step(state):
            self.step(state)
            if state["n"] == 3:
                raise RuntimeError("it blew <b>up</b>")

        widgets.gan_stepper(self.make, step, self.draw, SEE, still_after=0)
        one, ten, _, again, count, _, message = self.parts(made)
        ten.click()
        assert "RuntimeError: it blew <b>up</b>" in Page(message.value).text
        assert "test_widgets.py" in message.value
        assert count.value == "after 2 steps"
        assert not one.disabled
        again.click()
        assert (message.value, count.value) == ("", "after 0 steps")

    def test_a_drawing_that_fails_leaves_no_figure_open_and_is_named(self, shown, made):
        def draw(figure, state):
            figure.subplots()
            if state["n"]:
                raise NotImplementedError

        widgets.gan_stepper(self.make, self.step, draw, SEE, still_after=0)
        *_, message = self.parts(made)
        self.parts(made)[0].click()
        assert "not written yet" in message.value
        assert plt.get_fignums() == []

    def test_an_unwritten_exercise_is_told_by_picture_of(self, shown, made, capsys):
        def unwritten(state):
            raise NotImplementedError

        with checks.picture_of(unwritten):
            widgets.gan_stepper(self.make, unwritten, self.draw, SEE)
        assert "when all it needs is written: unwritten" in capsys.readouterr().out
        assert shown == []

    def test_drawings_have_the_style_of_the_course(self, shown, made):
        looks = []

        def draw(figure, state):
            (line,) = figure.subplots().plot([0, 1])
            looks.append((line.get_color(), figure.axes[0].spines["top"].get_visible()))

        widgets.gan_stepper(self.make, self.step, draw, SEE, still_after=0)
        assert set(looks) == {(plots.PALETTE[0], False)}


def unused(*_):
    raise AssertionError("not to be called")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda z: widgets.latent_explorer(unused, z[:, 0], None, SEE), r"hold a point; got \(4,\)"),
        (lambda z: widgets.latent_explorer(unused, z[:0], None, SEE), r"hold a point; got \(0, 2\)"),
        (lambda z: widgets.latent_explorer(unused, z / 0, None, SEE), "finite; got inf or NaN"),
        (lambda z: widgets.latent_explorer(unused, z, None, " "), "words that say what to see; got ' '"),
        (lambda z: widgets.latent_explorer(unused, z, None, SEE, bounds=(1, 0, 0, 1)), "left < right"),
        (lambda z: widgets.latent_explorer(lambda z: z[:, :1] + torch.ones(7), z, None, SEE), r"\(441, 7\)"),
        (lambda z: widgets.latent_explorer(lambda z: z[0], z, None, SEE), r"\(N, H \* W\); got \(2,\)"),
        (lambda z: widgets.latent_explorer(lambda z: z, z, None, SEE, shape=(3, 3)), r"got \(441, 2\)"),
        (lambda z: widgets.latent_explorer(lambda z: z[:, :1] * math.nan, z, None, SEE), "finite pixels"),
        (lambda z: widgets.kl_explorer(""), "words that say what to see"),
        (lambda z: widgets.kl_explorer(SEE, logvar=3.0), r"logvar in \[-4, 2\]; got 1.0 and 3.0"),
        (lambda z: widgets.gan_stepper(unused, unused, unused, ""), "words that say what to see"),
        (lambda z: widgets.gan_stepper(unused, unused, unused, SEE, still_after=-1), "at least 0; got -1"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(torch.ones(4, 2))
