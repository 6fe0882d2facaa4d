"""A JupyterLab with a browser in front of it, for tests that press what a student presses.

    with lab.server(folder) as url, lab.browser() as page:
        lab.open_notebook(page, url, "07.ipynb")
        lab.run_all(page)
        lab.output(page, 3).screenshot(path="cell.png")

The browser is told not to call home, and no settings but those in a folder of its own are read or written.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_READY = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


@contextlib.contextmanager
def server(root: Path, *, seconds: float = 90) -> Iterator[str]:
    """A JupyterLab that serves a folder on a free port: its address, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as own, socket.socket() as probe:
        _write_settings(Path(own, "settings", "@jupyterlab"))
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        folders = {
            f"JUPYTER_{name}": str(Path(own, name.lower()))
            for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
        } | {
            "JUPYTERLAB_SETTINGS_DIR": str(Path(own, "settings")),
            "JUPYTERLAB_WORKSPACES_DIR": str(Path(own, "workspaces")),
            "IPYTHONDIR": str(Path(own, "ipython")),
        }
        with Path(own, "log").open("w+") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                    *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
                    *("--IdentityProvider.token=", f"--ServerApp.root_dir={root}"),
                    *("--LabApp.expose_app_in_browser=True", "--LabApp.check_for_updates_class="
                      "jupyterlab.NeverCheckForUpdate", "--LabApp.news_url="),
                ],
                env=os.environ | folders,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
            url = f"http://127.0.0.1:{port}"
            try:
                _wait_for(f"{url}/api/status", process, seconds, Path(log.name))
                yield url
            finally:
                process.terminate()  # the server ends its kernels
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _write_settings(folder: Path) -> None:
    settings = {
        # All cells stay in the page, so that those out of view can be looked at.
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"fetchNews": "false"},  # else it asks, above the notebook
    }
    for name, values in settings.items():
        file = folder / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(values))


def _wait_for(address: str, process: subprocess.Popen[bytes], seconds: float, log: Path) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


@contextlib.contextmanager
def browser(*, width: int = 1200, height: int = 1000) -> Iterator[Any]:
    """A page of a headless Chromium; playwright is imported here, so that others need not have it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        try:
            yield chromium.new_page(viewport={"width": width, "height": height})
        finally:
            chromium.close()


def open_notebook(page: Any, url: str, name: str, *, seconds: float = 90) -> None:
    """Open a notebook, its path relative to the server's root, and wait for its kernel."""
    page.goto(f"{url}/doc/tree/{name}?reset", timeout=1000 * seconds)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=1000 * seconds)
    page.wait_for_function(_READY, timeout=1000 * seconds)


def run_all(page: Any, *, seconds: float = 180) -> None:
    """Run all cells, as the menu does, and wait until the kernel has nothing left to do."""
    page.evaluate(
        """() => {
            window.allHaveRun = false;
            const done = () => { window.allHaveRun = true; };
            window.jupyterapp.commands.execute("notebook:run-all-cells").then(done, done);
        }"""
    )
    page.wait_for_function("() => window.allHaveRun", timeout=1000 * seconds)
    wait_idle(page, seconds=seconds)


def wait_idle(page: Any, *, seconds: float = 60) -> None:
    """Wait until no cell waits for its turn and the kernel is idle."""
    page.wait_for_function(
        f"() => ({_READY})() && ![...document.querySelectorAll('.jp-InputPrompt')]"
        ".some(prompt => prompt.textContent.includes('*'))",
        timeout=1000 * seconds,
    )


def output(page: Any, cell: int) -> Any:
    """What a cell shows below its code, cells counted from 0; scrolled into view."""
    area = page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-Cell-outputArea")
    area.scroll_into_view_if_needed()
    return area


def errors(page: Any) -> list[str]:
    """The tracebacks in the page."""
    return page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").all_inner_texts()


def validate(page: Any, *, seconds: float = 180) -> str:
    """Press nbgrader's Validate; returns what its dialog says, and closes it."""
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for(timeout=1000 * seconds)
    words = dialog.inner_text()
    dialog.locator("button.jp-mod-accept").click()
    return words
