"""Glyphs: each factor is read back from the pixels by moments, ink and extent; digits by a classifier."""

import math
import string
import time

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from genai_lab.data import glyphs

EVERY = string.digits + string.ascii_letters
SIZE = 48  # fine enough to measure what is drawn


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def moments(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Centre of mass (..., 2) and covariance (..., 2, 2) of the ink, in pixels, x right and y up."""
    size = math.isqrt(x.shape[-1])
    line = torch.arange(size) + 0.5 - size / 2
    rows, columns = torch.meshgrid(-line, line, indexing="ij")
    points = torch.stack([columns.flatten(), rows.flatten()], -1)
    share = x / x.sum(-1, keepdim=True)
    centre = share @ points
    away = points - centre[..., None, :]
    return centre, torch.einsum("...p,...pi,...pj->...ij", share, away, away)


def extent(x: torch.Tensor) -> tuple[int, int]:
    """Height and width in pixels of what is more ink than not."""
    side = math.isqrt(x.shape[-1])
    ink = x.reshape(side, side) > 0.5
    rows, columns = ink.any(1).nonzero(), ink.any(0).nonzero()
    return int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1


@pytest.mark.parametrize("size", [16, 28])
def test_sample_has_the_documented_shapes_and_ranges(size):
    images = glyphs.sample(300, characters=EVERY, size=size, stroke=0.5, shift=1.0, generator=generator())
    assert images.x.shape == (300, size * size)
    assert images.x.dtype == images.rotation.dtype == images.shift.dtype == torch.float32
    assert images.character.dtype == images.font.dtype == torch.int64
    assert images.bold.dtype == torch.bool
    assert (images.x.min(), images.x.max()) == (0, 1)
    assert images.shift.shape == (300, 2)
    assert {factor.shape for factor in images[1:-1]} == {(300,)}


def test_factors_are_uniform_over_their_ranges():
    images = glyphs.sample(
        4000, characters="ABC", fonts=glyphs.SANS, size=4, stroke=0.5, shift=2.0, generator=generator()
    )
    for index, n in ((images.character, 3), (images.font, 3), (images.bold.long(), 2)):
        count = torch.bincount(index, minlength=n)
        assert len(count) == n
        # A right count leaves this band, of 6 standard deviations, with probability 2e-9.
        assert (count - 4000 / n).abs().max() < 6 * math.sqrt(4000 / n * (1 - 1 / n))
    right, up = images.shift.T
    factors = (images.rotation, images.scale - 1, images.shear, images.stroke, right, up)
    for factor, bound in zip(factors, (15, 0.15, 0.2, 0.5, 2, 2), strict=True):
        scaled = factor / bound
        assert scaled.abs().max() <= 1 + 1e-6
        assert abs(scaled.mean()) < 6 / math.sqrt(3 * 4000)
        assert abs(scaled.square().mean() - 1 / 3) < 6 * math.sqrt(4 / 45 / 4000)


def test_sample_follows_the_generator_alone():
    first = glyphs.sample(50, stroke=0.4, shift=1.0, generator=generator(3))
    torch.manual_seed(123)
    again = glyphs.sample(50, stroke=0.4, shift=1.0, generator=generator(3))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first.x, glyphs.sample(50, stroke=0.4, shift=1.0, generator=generator(4)).x)


def test_one_range_changes_one_factor():
    first, other = (glyphs.sample(50, rotation=r, generator=generator()) for r in (15.0, 30.0))
    torch.testing.assert_close(other.rotation, 2 * first.rotation)
    assert all(
        torch.equal(a, b) for a, b in zip(first._replace(x=0, rotation=0)[1:4], other[1:4], strict=True)
    )
    assert torch.equal(first.shear, other.shear)


def test_the_factors_tell_the_image():
    fonts = ("STIX", "Computer Modern Sans")
    images = glyphs.sample(20, characters="a7", fonts=fonts, stroke=0.4, shift=1.0, generator=generator())
    for x, character, font, bold, *factors in zip(*images, strict=True):
        names = ("rotation", "scale", "shear", "stroke", "shift")
        again = glyphs.draw(
            "a7"[character], font=fonts[font], bold=bold.float(), **dict(zip(names, factors, strict=True))
        )
        torch.testing.assert_close(again, x, rtol=0, atol=1e-4)


@pytest.mark.parametrize("angle", [-25.0, 10.0, 25.0])
def test_rotation_turns_the_main_axis_counter_clockwise(angle):
    images = glyphs.draw("l", font="DejaVu Sans", rotation=torch.tensor([0.0, angle]), size=SIZE)
    _, covariance = moments(images)
    main = torch.linalg.eigh(covariance).eigenvectors[..., -1]
    upright, turned = (torch.rad2deg(torch.atan2(axis[1], axis[0])).item() % 180 for axis in main)
    assert turned - upright == pytest.approx(angle, abs=0.5)


def test_half_a_turn_reverses_the_pixels():
    images = glyphs.draw("7", rotation=torch.tensor([0.0, 180.0]), size=SIZE)
    torch.testing.assert_close(images[1], images[0].flip(0), rtol=0, atol=1e-3)


@pytest.mark.parametrize("scale", [0.8, 1.2])
def test_scale_multiplies_the_extent_and_the_ink(scale):
    before, after = glyphs.draw("H", scale=torch.tensor([1.0, scale]), size=SIZE)
    for a, b in zip(extent(before), extent(after), strict=True):
        assert b == pytest.approx(scale * a, abs=2)
    assert (after.sum() / before.sum()).item() == pytest.approx(scale**2, rel=0.03)


@pytest.mark.parametrize("shear", [-0.3, 0.2])
def test_shear_leans_to_the_right_and_keeps_rows(shear):
    before, after = glyphs.draw("I", font="DejaVu Sans", shear=torch.tensor([0.0, shear]), size=SIZE)
    # S C S^T with S = [[1, shear], [0, 1]]: the covariance of x and y is the shear times the variance of y.
    covariance = moments(after)[1]
    assert (covariance[0, 1] / covariance[1, 1]).item() == pytest.approx(shear, abs=0.01)
    assert extent(after)[0] == extent(before)[0]


def test_stroke_is_in_pixels_on_a_bar():
    thin, thick = (extent(glyphs.draw("l", font="DejaVu Sans", stroke=s, size=SIZE)) for s in (0.0, 4.0))
    assert (thick[0] - thin[0], thick[1] - thin[1]) == (4, 4)
    ink = glyphs.draw("8", stroke=torch.linspace(-1.0, 2.0, 7), size=SIZE).sum(-1)
    assert (ink.diff() > 0).all()


def test_shift_moves_the_centre_right_and_up():
    shift = torch.tensor([[0.0, 0.0], [3.0, 0.0], [0.0, 2.5]])
    centre, _ = moments(glyphs.draw("5", shift=shift, scale=0.7, size=SIZE))
    torch.testing.assert_close(centre - centre[:1], shift, rtol=0, atol=0.05)


@pytest.mark.parametrize("font", glyphs.FONTS)
def test_bold_is_more_ink_and_between_lies_between(font):
    ink = torch.stack([glyphs.draw(c, font=font, bold=torch.linspace(0, 1, 5)).sum(-1) for c in "0123456789"])
    assert (ink.diff(dim=1) > 0).all()
    assert (ink[:, -1] / ink[:, 0]).mean() > 1.25


def test_outline_has_a_hole_where_the_ink_was():
    full, edge = (
        glyphs.draw("l", bold=1.0, outline=outline, size=32).reshape(32, 32) for outline in (False, True)
    )
    assert full[16, 16] == 1
    assert edge[16, 16] < 0.05
    assert edge[16].max() > 0.9
    assert 0.2 * full.sum() < edge.sum() < full.sum()


def test_digits_fill_three_quarters_of_the_height_and_are_centred():
    for font in glyphs.FONTS:
        image = glyphs.draw("0", font=font, size=SIZE).reshape(SIZE, SIZE)
        assert extent(image.flatten())[0] == pytest.approx(0.75 * SIZE, abs=3)
        rows = (image > 0.5).any(1).nonzero()
        assert abs(rows.min() + rows.max() - (SIZE - 1)) <= 1


def test_nothing_is_cut_off_at_the_defaults():
    corners = torch.cartesian_prod(*(torch.tensor([-1.0, 1.0]),) * 2)
    for c in EVERY:
        for font in glyphs.FONTS:
            inner, outer = (
                glyphs.draw(c, font=font, bold=1.0, scale=1.15, rotation=15 * corners[:, 0],
                            shear=0.2 * corners[:, 1], shift=shift, size=32).sum(-1)
                for shift in ((0.0, 0.0), (0.3, 0.3))
            )  # fmt: skip
            # Moving what is whole by less than its margin of half a pixel of soft edge keeps its ink.
            torch.testing.assert_close(inner, outer, rtol=0.02, atol=0)


@pytest.mark.parametrize("font", glyphs.FONTS)
def test_every_character_differs_from_every_other(font):
    x = torch.stack([glyphs.draw(c, font=font) for c in EVERY])
    apart = torch.cdist(x, x) + 99 * torch.eye(len(EVERY))
    assert apart.min() > 0.2  # between I and l of DejaVu Sans: the one is a little taller


def test_faces_differ_from_one_another():
    x = torch.stack([glyphs.draw("2", font=font, bold=b) for font in glyphs.FONTS for b in (0.0, 1.0)])
    assert (torch.cdist(x, x) + 99 * torch.eye(len(x))).min() > 0.5
    assert set(glyphs.SERIF) | set(glyphs.SANS) == set(glyphs.FONTS)
    assert not set(glyphs.SERIF) & set(glyphs.SANS)


def test_a_hole_is_a_hole():
    image = glyphs.draw("0", font="DejaVu Sans", size=32).reshape(32, 32)
    assert image[16, 16] == 0
    assert image[16].max() == 1


def test_draw_broadcasts():
    image = glyphs.draw("3", rotation=torch.zeros(4, 1), shear=torch.zeros(3), shift=torch.zeros(2, 1, 1, 2))
    assert image.shape == (2, 4, 3, 256)
    assert glyphs.draw("3").shape == (256,)


def test_a_linear_classifier_reads_the_digits():
    train, test = (glyphs.sample(n, generator=generator(seed)) for n, seed in ((4000, 0), (1000, 1)))
    model = LogisticRegression(max_iter=200).fit(train.x.numpy(), train.character.numpy())
    assert model.score(test.x.numpy(), test.character.numpy()) > 0.95


def test_ten_thousand_take_seconds():
    start = time.process_time()
    glyphs.sample(10_000, generator=generator())
    assert time.process_time() - start < 10


def test_importing_is_light():
    import subprocess
    import sys

    code = "import sys; import genai_lab.data.glyphs; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: glyphs.sample(0), "n must be at least 1; got 0"),
        (lambda: glyphs.sample(1, characters="a?"), r"English alphabet; got '\?'"),
        (lambda: glyphs.sample(1, characters=""), "a character and a font; got ''"),
        (lambda: glyphs.sample(1, fonts=("Arial",)), "fonts must be some of DejaVu Sans.*; got 'Arial'"),
        (lambda: glyphs.sample(1, size=3), "size must be at least 4; got 3"),
        (lambda: glyphs.sample(1, rotation=-1.0), r"rotation must be in \[0, 180\] degrees; got -1"),
        (lambda: glyphs.sample(1, scale=1.0), r"scale must be in \[0, 1\); got 1"),
        (lambda: glyphs.sample(1, shear=-0.1), "shear must be at least 0; got -0.1"),
        (lambda: glyphs.sample(1, stroke=math.nan), "stroke must be at least 0; got nan"),
        (lambda: glyphs.sample(1, shift=math.inf), "shift must be at least 0; got inf"),
        (lambda: glyphs.draw("12"), "character must be a single one; got '12'"),
        (lambda: glyphs.draw("1", bold=1.5), r"bold must be in \[0, 1\]; got 1.5"),
        (lambda: glyphs.draw("1", scale=torch.tensor([1.0, 0.0])), "scale must be above 0; got tensor"),
        (lambda: glyphs.draw("1", shift=torch.zeros(3)), r"shape \(..., 2\); got \(3,\)"),
        (lambda: glyphs.draw("1", bold=torch.zeros(2), shear=torch.zeros(3)), r"got.*\(2,\).*\(3,\)"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_nobody_can_spoil_what_is_kept():
    first = glyphs.sample(5, generator=generator())
    first.x.zero_()
    glyphs.draw("4").zero_()
    assert glyphs.sample(5, generator=generator()).x.sum() > 1
    assert np.isfinite(glyphs.draw("4").numpy()).all()
    assert glyphs.draw("4").sum() > 1
