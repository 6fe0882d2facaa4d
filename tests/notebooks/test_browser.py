"""The widgets in a JupyterLab, pressed, dragged and moved with the keyboard in a headless Chromium."""

import importlib.util
import shutil
from pathlib import Path

import nbformat
import pytest

from tests.notebooks import lab

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("playwright") is None, reason="needs playwright: pip install -e '.[browser]'"
    ),
    pytest.mark.skipif(lab.CHROMIUM is None, reason="needs a Chromium: none is on the path"),
]

SOLUTIONS = Path(__file__).parents[2] / "solutions"
EXPLORER, KL, STEPPER, TEST = range(1, 5)
CELLS = (
    """\
import torch
from genai_lab.data import glyphs
from genai_lab.notebook import plots, widgets""",
    """\
g = glyphs.sample(300, generator=torch.Generator().manual_seed(0))
z = torch.stack([g.rotation / 10, g.shear * 8], -1)
turned = lambda z: glyphs.draw("3", rotation=z[:, 0] * 10, shear=z[:, 1] / 8)
widgets.latent_explorer(turned, z, g.character, "the digit turns from side to side")""",
    """\
widgets.kl_explorer("the price grows when q moves away")""",
    """\
def make():
    return {"n": 0}
def step(state):
    state["n"] += 1
    if state["n"] == 112:
        raise RuntimeError("it blew <b>up</b>")
def draw(figure, state):
    figure.subplots().set(title=f"{state['n']} steps")
widgets.gan_stepper(make, step, draw, "the title counts the steps")""",
    """\
assert 1 + 1 == 2""",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The notebook in a browser, all its cells run; its screenshots are kept in `shots`."""
    root = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(CELLS)]
    cells[TEST].metadata["nbgrader"] = {"grade_id": "sum", "points": 1, "schema_version": 3} | {
        "grade": True, "locked": True, "solution": False, "task": False
    }  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), root / "widgets.ipynb"
    )
    with lab.server(root) as url, lab.browser() as page:
        page.shots = root
        lab.open_notebook(page, url, "widgets.ipynb")
        lab.run_all(page)
        yield page


def shoot(page, cell: int, name: str) -> bytes:
    return lab.output(page, cell).screenshot(path=Path(page.shots, f"{name}.png"))


def picture(page, cell: int) -> str:
    """The address, which is the content, of the picture that a student sees."""
    return lab.output(page, cell).locator("img:visible").get_attribute("src")


def changed(page, cell: int, before: str) -> str:
    """The new picture, once there is one."""
    for _ in range(100):
        if (now := picture(page, cell)) != before:
            return now
        page.wait_for_timeout(100)
    raise AssertionError("the picture did not change in 10 seconds")


def test_everything_runs(page):
    assert lab.errors(page) == []


class TestLatentExplorer:
    def test_dragging_the_point_changes_the_image(self, page):
        area = lab.output(page, EXPLORER)
        before = shoot(page, EXPLORER, "explorer-1")
        text = area.locator("output").inner_text()
        box = area.locator("[data-part=point]").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y - 40, steps=5)
        page.mouse.up()
        moved = area.locator("[data-part=point]").bounding_box()
        # The point follows the mouse to within half a step of the grid, about 8 pixels.
        assert abs(moved["x"] - box["x"] - 60) < 10
        assert abs(moved["y"] - box["y"] + 40) < 10
        assert area.locator("output").inner_text() != text
        assert shoot(page, EXPLORER, "explorer-2") != before

    def test_arrow_keys_move_the_point_and_leave_the_notebook_where_it_is(self, page):
        area = lab.output(page, EXPLORER)
        point, view = area.locator("[data-part=point]"), area.locator("[data-part=view]")
        point.focus()
        cell = page.locator(".jp-Cell.jp-mod-active").get_attribute("data-windowed-list-index")
        place = "element => getComputedStyle(element).backgroundPosition"
        for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
            before, text = view.evaluate(place), point.get_attribute("aria-valuetext")
            page.keyboard.press(key)
            assert view.evaluate(place) != before
            assert point.get_attribute("aria-valuetext") != text
            assert point.evaluate("element => element === document.activeElement")
        assert page.locator(".jp-Cell.jp-mod-active").get_attribute("data-windowed-list-index") == cell
        assert point.evaluate("element => element.style.boxShadow") != ""
        shoot(page, EXPLORER, "explorer-focus")

    def test_the_sheet_makes_way_for_the_image(self, page):
        area = lab.output(page, EXPLORER)
        assert area.locator("[data-part=view]").is_visible()
        assert not area.locator("[data-part=sheet]").is_visible()


class TestKlExplorer:
    def test_the_keyboard_moves_both_sliders(self, page):
        area = lab.output(page, KL)
        handles = area.get_by_role("slider")
        assert handles.count() == 2
        for i in range(2):
            before = picture(page, KL)
            handles.nth(i).focus()
            for _ in range(5):
                page.keyboard.press("ArrowRight")
            changed(page, KL, before)
        page.wait_for_timeout(1000)
        shoot(page, KL, "kl")

    def test_the_stand_in_is_out_of_the_way(self, page):
        assert not lab.output(page, KL).locator("[data-stands-in]").is_visible()
        assert lab.output(page, KL).locator("img:visible").count() == 1


class TestGanStepper:
    def test_buttons_step_restart_and_tell_what_went_wrong(self, page):
        area = lab.output(page, STEPPER)
        seen = picture(page, STEPPER)
        for name, count in (("1 step", "after 1 step"), ("10 steps", "after 11 steps"),
                            ("100 steps", "after 111 steps")):  # fmt: skip
            button = area.get_by_role("button", name=name, exact=True)
            button.focus()
            page.keyboard.press("Enter")
            seen = changed(page, STEPPER, seen)
            area.get_by_text(count, exact=True).wait_for()
        shoot(page, STEPPER, "stepper")
        area.get_by_role("button", name="1 step", exact=True).click()
        area.get_by_text("RuntimeError: it blew <b>up</b>").first.wait_for()
        shoot(page, STEPPER, "stepper-error")
        area.get_by_role("button", name="start again").click()
        area.get_by_text("after 0 steps").wait_for()
        changed(page, STEPPER, seen)
        assert area.get_by_role("alert").count() == 0


def test_validate_says_that_all_is_well(page):
    assert "passes all the tests" in lab.validate(page).lower()


def test_a_solved_unit_runs_its_widgets_answer_and_it_validates(unit, tmp_path):
    """The screenshots beside the notebook are for people to look at."""
    name = f"{unit}.ipynb"
    shutil.copy(SOLUTIONS / unit / name, tmp_path)
    with lab.server(tmp_path) as url, lab.browser() as page:
        lab.open_notebook(page, url, name)
        lab.run_all(page, seconds=400)
        assert lab.errors(page) == []
        for i, live in enumerate(page.locator(".genai-lab-live").all()):
            image, slider = live.locator("img"), live.get_by_role("slider")
            before = image.get_attribute("src")
            control = slider.first if slider.count() else live.get_by_role("button").first
            control.focus()
            page.keyboard.press("ArrowRight" if slider.count() else "Enter")
            lab.wait_idle(page)
            page.wait_for_timeout(1000)
            assert image.get_attribute("src") != before
            live.screenshot(path=tmp_path / f"live-{i}.png")
        for i, point in enumerate(page.locator("[data-part=point]").all()):
            before = point.get_attribute("aria-valuetext")
            point.focus()
            page.keyboard.press("ArrowUp")
            assert point.get_attribute("aria-valuetext") != before
            point.locator("xpath=ancestor::figure").screenshot(path=tmp_path / f"explorer-{i}.png")
        assert "passes all the tests" in lab.validate(page, seconds=400).lower()
        page.screenshot(path=tmp_path / "page.png")
