"""Plots: what is drawn is read back from matplotlib's objects and from the HTML; no stored pictures."""

import base64
import io
import math
import re
from html.parser import HTMLParser

import matplotlib as mpl
import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch.distributions import MultivariateNormal

from genai_lab.notebook import plots

SEE = 'where x < 0 & "y" > 1, <b>nothing</b> is left'


@pytest.fixture(autouse=True)
def _clean_matplotlib():
    """Off screen; every test must leave the global settings as they were."""
    with mpl.rc_context():
        plt.switch_backend("agg")
        before = dict(mpl.rcParams)
        yield
        assert dict(mpl.rcParams) == before
        plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """What the notebook was given to display, one bundle a call."""
    bundles = []
    monkeypatch.setattr(plots, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text, as a browser would read them."""

    def __init__(self, bundle):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(bundle["text/html"])

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def attributes(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def pixels(source: str) -> np.ndarray:
    kind, data = source.split(",", 1)
    assert kind == "data:image/png;base64"
    return matplotlib.image.imread(io.BytesIO(base64.b64decode(data)), format="png")


def test_show_gives_the_picture_alternative_text_and_a_caption(shown):
    figure, ax = plots.subplots()
    ax.plot([0, 1])
    assert plots.show(figure, SEE) is None
    page = Page(shown[0])
    (image,) = page.attributes("img")
    assert image["alt"] == SEE
    assert page.text == f"What to see: {SEE}"
    assert [tag for tag, _ in page.tags] == ["figure", "img", "figcaption", "b"]  # the <b> in SEE is no tag
    assert pixels(image["src"]).shape[1] >= int(image["width"])
    assert SEE in shown[0]["text/plain"]


def test_show_closes_the_figure(shown):
    figure, _ = plots.subplots()
    plots.show(figure, SEE)
    assert plt.get_fignums() == []


def test_a_page_wide_figure_is_crisp_and_small(shown):
    figure, axes = plots.subplots(1, 2)
    for ax in axes:
        plots.scatter(ax, torch.rand(300, 2, generator=torch.Generator().manual_seed(0)))
    plots.show(figure, SEE)
    (image,) = Page(shown[0]).attributes("img")
    assert 800 <= int(image["width"]) <= 1000
    assert pixels(image["src"]).shape[1] == pytest.approx(1.5 * int(image["width"]), abs=2)
    assert len(shown[0]["text/html"]) < 200_000


def test_type_is_readable():
    _, ax = plots.subplots()
    plots.scatter(ax, torch.rand(4, 2), torch.arange(4))
    ax.set(title="t", xlabel="x", ylabel="y")
    words = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels(), *ax.legend().get_texts()]
    grid = plots.image_grid(torch.rand(2, 9), titles=["a", "b"])
    assert min(word.get_fontsize() for word in (*words, *grid.axes[0].texts)) >= 10


class TestMovie:
    @staticmethod
    def draw(figure, i):
        figure.set_facecolor((i / 4, 0, 0))

    def test_still_picture_is_the_last_frame(self, shown):
        plots.movie(self.draw, 5, SEE)
        page = Page(shown[0])
        (image,) = page.attributes("img")
        assert image["alt"] == SEE
        assert f"What to see: {SEE}" in page.text
        assert pixels(image["src"])[5, 5, 0] == 1
        assert plt.get_fignums() == []

    def test_holds_every_frame_in_order_and_nothing_from_elsewhere(self, shown):
        plots.movie(self.draw, 5, SEE)
        frames = re.search(r"const frames = \[(.*?)\]", shown[0]["text/html"])[1].split(", ")
        red = [pixels("data:image/png;base64," + frame.strip('"'))[5, 5, 0] for frame in frames]
        assert red == pytest.approx([0, 0.25, 0.5, 0.75, 1], abs=0.01)
        assert not re.search(r"https?://|<link|src=\"(?!data:)", shown[0]["text/html"])

    def test_controls_wait_for_the_script_and_are_labelled(self, shown):
        plots.movie(self.draw, 5, SEE)
        page = Page(shown[0])
        assert "hidden" in page.attributes("div")[1]
        assert page.attributes("input")[0]["max"] == "4"
        names = [tag for tag, _ in page.tags]
        assert names.index("label") == names.index("input") - 1  # the label's text names the slider
        assert "Play" in page.text

    def test_two_movies_on_a_page_do_not_share_their_controls(self, shown):
        for _ in range(2):
            plots.movie(self.draw, 1, SEE)
        ids = {Page(bundle).attributes("div")[0]["id"] for bundle in shown}
        assert len(ids) == 2

    def test_twenty_frames_stay_small(self, shown):
        x = torch.rand(500, 2, generator=torch.Generator().manual_seed(0))
        plots.movie(lambda figure, i: plots.scatter(figure.subplots(), x + i), 20, SEE)
        assert len(shown[0]["text/html"]) < 2_000_000

    def test_a_drawing_that_fails_leaves_no_figure_open(self, shown):
        with pytest.raises(ZeroDivisionError):
            plots.movie(lambda figure, i: 1 / 0, 2, SEE)
        assert plt.get_fignums() == []
        assert shown == []


def test_scatter_tells_a_class_by_colour_and_by_marker():
    _, ax = plots.subplots()
    label = torch.arange(30) % 10
    x = torch.stack([torch.arange(30.0), label], dim=-1)
    plots.scatter(ax, x, label)
    for k, points in enumerate(ax.collections):
        assert points.get_label() == str(k)
        np.testing.assert_array_equal(points.get_offsets(), x[label == k])
    colors = [tuple(points.get_facecolor()[0]) for points in ax.collections]
    markers = [points.get_paths()[0].vertices.tobytes() for points in ax.collections]
    assert len(set(colors[:8])) == 8
    assert len(set(markers)) == 10


def test_density_is_drawn_over_the_right_points():
    _, ax = plots.subplots()
    seen = []

    def log_prob(x):
        seen.append(x)
        return 5000 - 50 * (x - torch.tensor([1.5, -2.0])).square().sum(-1)  # exp(5000) is inf

    assert plots.density(ax, log_prob, (1, 3, -3, 0), n_levels=4) is ax
    assert (seen[0].amin(0).tolist(), seen[0].amax(0).tolist()) == ([1, -3], [3, 0])
    # The contour at half of the maximum is a circle of radius sqrt(log 2 / 50) around the mode.
    (contours,) = ax.collections
    inner = contours.get_paths()[2].vertices - np.array([1.5, -2.0])
    assert np.hypot(*inner.T).max() == pytest.approx(math.sqrt(math.log(2) / 50), rel=0.01)
    assert (ax.get_xlim(), ax.get_ylim()) == ((1, 3), (-3, 0))


def test_ellipses_lie_where_the_density_has_fallen_by_half_and_by_two_nats():
    mean = torch.tensor([[0.3, -1.0], [2.0, 0.5]], dtype=torch.float64)
    covariance = torch.tensor([[[2.0, 0.9], [0.9, 0.5]], [[0.2, -0.3], [-0.3, 1.0]]], dtype=torch.float64)
    _, ax = plots.subplots()
    plots.gaussian_ellipses(ax, mean, covariance, torch.tensor([0.2, 0.8]))
    for k in range(2):
        gaussian = MultivariateNormal(mean[k], covariance[k])
        for ellipse, sigmas in zip(ax.patches[2 * k : 2 * k + 2], (1, 2), strict=True):
            # Corners of the Bezier curve: the outline goes through the first of each three points.
            outline = ellipse.get_patch_transform().transform(ellipse.get_path().vertices)[::3]
            fall = gaussian.log_prob(mean[k]) - gaussian.log_prob(torch.from_numpy(outline))
            torch.testing.assert_close(
                fall[:-1], torch.full_like(fall[:-1], sigmas**2 / 2), rtol=1e-3, atol=0
            )
    assert ax.patches[0].get_linewidth() < ax.patches[2].get_linewidth()
    assert ax.get_xlim()[0] < 0.3 - 2 * math.sqrt(2.0)  # the window holds them


def test_image_grid_places_every_image_the_right_way_up_on_a_fixed_scale():
    images = torch.rand(5, 2, 3, generator=torch.Generator().manual_seed(0)) * 0.5
    figure = plots.image_grid(images, n_columns=3, titles=list("abcde"))
    (ax,) = figure.axes
    assert not ax.axison
    drawn = ax.get_images()
    for image, picture in zip(drawn, images, strict=True):
        np.testing.assert_array_equal(image.get_array(), picture)
        assert image.get_clim() == (0, 1)
        assert image.cmap.name == "gray"
    lefts, tops = ([round(image.get_extent()[i], 6) for image in drawn] for i in (0, 3))
    assert lefts == [lefts[0], lefts[1], lefts[2], lefts[0], lefts[1]]
    assert lefts[0] < lefts[1] < lefts[2]
    assert tops[0] == tops[2] > tops[3] == tops[4]
    assert [text.get_text() for text in ax.texts] == list("abcde")


def test_flat_images_are_square():
    flat = torch.rand(2, 64, generator=torch.Generator().manual_seed(0))
    drawn = plots.image_grid(flat).axes[0].get_images()
    np.testing.assert_array_equal(drawn[1].get_array(), flat[1].reshape(8, 8))


def test_what_is_drawn_needs_no_gradient_and_no_default_dtype():
    means = torch.zeros(1, 2, dtype=torch.float64, requires_grad=True)
    covariances = torch.eye(2, dtype=torch.float64, requires_grad=True)[None]
    _, ax = plots.subplots()
    plots.gaussian_ellipses(plots.scatter(ax, means), means, covariances, torch.ones(1, requires_grad=True))
    plots.density(ax, lambda x: MultivariateNormal(means[0], covariances[0]).log_prob(x.double()))
    plots.image_grid(torch.zeros(1, 4, requires_grad=True))


class TestField:
    @staticmethod
    def tilt(x):
        return (x[:, 0] - 1.0).sigmoid()

    def test_is_drawn_over_the_right_points_with_a_colour_bar(self):
        figure, ax = plots.subplots()
        assert plots.field(ax, self.tilt, (0, 2, -3, 0), label="D(x)") is ax
        assert (ax.get_xlim(), ax.get_ylim()) == ((0, 2), (-3, 0))
        assert figure.axes[1].get_ylabel() == "D(x)"
        (contours,) = ax.collections
        assert list(contours.levels) == pytest.approx([i / 10 for i in range(11)])
        # The fill between 0.4 and 0.5 ends where the logistic function is 0.5.
        assert contours.get_paths()[4].vertices[:, 0].max() == pytest.approx(1.0, abs=1e-3)

    def test_white_is_the_middle_and_the_sides_differ(self):
        for levels in (tuple(i / 10 for i in range(11)), (-4, -2, 0, 2, 4)):
            _, ax = plots.subplots()
            plots.field(ax, lambda x: 3 * x[:, 0], (-1, 1, -1, 1), levels=levels)
            (contours,) = ax.collections
            middle = np.array(contours.cmap(contours.norm((levels[0] + levels[-1]) / 2)))
            low, high = (np.array(contours.cmap(contours.norm(level))) for level in (levels[0], levels[-1]))
            assert middle[:3].min() > 0.95
            assert low[0] > low[2]  # red
            assert high[2] > high[0]  # blue
            assert min(low[:3].mean(), high[:3].mean()) > 0.5  # pale enough for points on top

    def test_values_beyond_the_levels_are_drawn_too(self):
        _, ax = plots.subplots()
        plots.field(ax, lambda x: 1e6 * x[:, 0], (-1, 1, -1, 1))
        (contours,) = ax.collections
        assert contours.get_paths()[0].vertices[:, 0].min() == -1
        assert contours.get_paths()[-1].vertices[:, 0].max() == 1


class TestArrows:
    def test_point_the_right_way_and_keep_their_proportions(self):
        _, ax = plots.subplots()
        field = lambda x: torch.stack([-x[:, 1], x[:, 0]], -1)  # noqa: E731
        assert plots.arrows(ax, field, (-2, 2, -1, 1), resolution=4) is ax
        (quiver,) = ax.collections
        points = torch.from_numpy(np.asarray(quiver.XY)).float()
        drawn = np.stack([quiver.U, quiver.V], -1)
        np.testing.assert_allclose(drawn, field(points))
        # The longest is as long as the smaller step of the grid, 2 / 4, and the grid keeps within the window.
        assert np.hypot(*drawn.T).max() / quiver.scale == pytest.approx(0.5)
        assert points.abs().amax(0).tolist() == [1.5, 0.75]

    def test_a_field_of_zeros_is_drawn(self):
        figure, ax = plots.subplots()
        plots.arrows(ax, torch.zeros_like)
        figure.canvas.draw()


class TestLossCurves:
    def test_short_ones_are_drawn_as_they_are(self):
        _, ax = plots.subplots()
        assert plots.loss_curves(ax, train=torch.tensor([3.0, 2.0]), on_test=[4.0, 5.0]) is ax
        assert [line.get_xydata().tolist() for line in ax.lines] == [[[1, 3], [2, 2]], [[1, 4], [2, 5]]]
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["train", "on test"]
        assert ax.get_xlabel() == "step"

    def test_each_has_its_own_colour_and_its_own_line(self):
        _, ax = plots.subplots()
        plots.loss_curves(ax, **{f"curve_{k}": [0.0, k] for k in range(4)})
        assert (
            len({line.get_color() for line in ax.lines})
            == len({line.get_linestyle() for line in ax.lines})
            == 4
        )

    def test_a_long_one_is_a_moving_average_over_its_own_shadow(self):
        _, ax = plots.subplots()
        values = torch.rand(1000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
        plots.loss_curves(ax, loss=values.requires_grad_())
        shadow, line = ax.lines
        assert shadow.get_alpha() < line.get_linewidth()
        np.testing.assert_array_equal(shadow.get_ydata(), values.detach())
        truth = np.convolve(values.detach(), np.full(20, 1 / 20), mode="valid")
        np.testing.assert_allclose(line.get_ydata(), truth)
        assert (line.get_xdata()[0], line.get_xdata()[-1]) == (20, 1000)
        assert len(ax.get_legend().get_texts()) == 1

    def test_a_loss_that_blew_up_is_drawn_up_to_there(self):
        figure, ax = plots.subplots()
        values = torch.ones(400)
        values[300:] = math.nan
        plots.loss_curves(ax, loss=values)
        assert np.isfinite(ax.lines[1].get_ydata()[:290]).all()
        figure.canvas.draw()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ax: plots.scatter(ax, torch.zeros(3)), r"\(N, 2\); got \(3,\)"),
        (lambda ax: plots.scatter(ax, torch.zeros(3, 2), torch.zeros(2).long()), r"shape \(3,\).*got \(2,\)"),
        (lambda ax: plots.scatter(ax, torch.zeros(3, 2), torch.zeros(3)), "integers from 0; got torch.float"),
        (lambda ax: plots.scatter(ax, torch.zeros(1, 2), torch.tensor([-1])), "integers from 0.* from -1"),
        (lambda ax: plots.density(ax, lambda x: x), r"\(N,\); got \(40000, 2\)"),
        (lambda ax: plots.density(ax, lambda x: x[:, 0] * math.nan), "finite maximum; got nan"),
        (lambda ax: plots.density(ax, lambda x: x[:, 0], (1, 0, 0, 1)), r"left < right.*got \(1, 0, 0, 1\)"),
        (lambda ax: plots.field(ax, lambda x: x), r"\(N,\); got \(10000, 2\)"),
        (lambda ax: plots.field(ax, lambda x: x[:, 0] * math.nan), "must return numbers; got NaN"),
        (lambda ax: plots.field(ax, lambda x: x[:, 0], levels=(1, 0)), r"levels must rise.*got \(1, 0\)"),
        (lambda ax: plots.field(ax, lambda x: x[:, 0], (0, 1, 1, 1)), "bottom < top; got"),
        (lambda ax: plots.arrows(ax, lambda x: x[:, 0]), r"to \(N, 2\); got \(256,\)"),
        (lambda ax: plots.arrows(ax, lambda x: x / 0), "finite numbers; got inf or NaN"),
        (lambda ax: plots.arrows(ax, lambda x: x, (1, 0, 0, 1)), "left < right"),
        (lambda ax: plots.loss_curves(ax), "needs a curve.*got none"),
        (lambda ax: plots.loss_curves(ax, train=torch.zeros(2, 3)), r"train must have shape.*got \(2, 3\)"),
        (lambda ax: plots.gaussian_ellipses(ax, torch.zeros(2), torch.eye(2)), r"\(K, 2, 2\); got \(2,\)"),
        (lambda ax: plots.gaussian_ellipses(ax, torch.zeros(1, 2), -torch.eye(2)[None]), "definite;.* of -1"),
        (lambda ax: plots.gaussian_ellipses(ax, torch.zeros(1, 2), torch.eye(2)[None], torch.ones(2)),
         r"weights must have shape \(1,\); got \(2,\)"),
        (lambda ax: plots.image_grid(torch.zeros(3, 7)), r"\(N, H \* H\); got \(3, 7\)"),
        (lambda ax: plots.image_grid(torch.zeros(0, 4)), r"got \(0, 4\)"),
        (lambda ax: plots.image_grid(torch.full((1, 4), math.nan)), "got NaN"),
        (lambda ax: plots.image_grid(torch.zeros(3, 4), titles=["a"]), "each of the 3 images; got 1"),
        (lambda ax: plots.image_grid(torch.zeros(3, 4), n_columns=0), "n_columns must be at least 1; got 0"),
        (lambda ax: plots.show(ax.figure, "  "), "words that say what to see; got '  '"),
        (lambda ax: plots.movie(TestMovie.draw, 0, SEE), "n_frames must be at least 1; got 0"),
        (lambda ax: plots.movie(TestMovie.draw, 2, SEE, seconds=0), "seconds must be above 0; got 0"),
        (lambda ax: plots.movie(TestMovie.draw, 2, ""), "words that say what to see"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    _, ax = plots.subplots()
    with pytest.raises(ValueError, match=message):
        call(ax)
