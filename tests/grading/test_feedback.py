"""Pages about a submission: nothing that a student wrote acts in the reader's browser."""

from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.server_extensions.formgrader import handlers

from genai_lab.grading.course import Course

from .conftest import REPOSITORY

PICTURE = "iVBORw0KGgo="


@pytest.fixture(scope="module")
def exporter() -> HTMLExporter:
    """As this repository's `nbgrader_config.py` has it, with the template that nbgrader's pages extend."""
    config = Course(REPOSITORY).config()
    config.HTMLExporter.template_name = "classic"
    return HTMLExporter(config=config)


class Parts(HTMLParser):
    """The tags and the attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def page(exporter: HTMLExporter, text: str, **cell: object) -> str:
    """The body of the page that shows one Markdown cell."""
    marked = f"BEGINNING\n\n{text}\n\nEND"
    notebook = new_notebook(cells=[new_markdown_cell(marked, **cell)])
    html, _ = exporter.from_notebook_node(nbformat.from_dict(notebook))
    return str(html[html.index("<p>BEGINNING") : html.index("END</p>")])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>here</a>",
        "<a href=' DATA:text/html,<script>alert(1)</script>'>here</a>",
        "<form action='/formgrader/api'><input name=grade></form>",
        "<iframe src='//elsewhere'></iframe>",
        "<style>body { display: none }</style>",
        "<svg onload=alert(1)>",
        "<div style='position: fixed; top: 0'>Full marks</div>",
        "[here](<javascript:alert(1)>)",
    ],
)
def test_nothing_acts(exporter: HTMLExporter, text: str) -> None:
    parser = Parts()
    parser.feed(page(exporter, text))
    assert not parser.tags & {"script", "form", "input", "iframe", "style", "svg"}
    assert not parser.attributes - {"src", "alt"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$a < b$ and $$x \\\\ y & z$$", "$a &lt; b$ and $$x \\\\ y &amp; z$$"),
        ("<details><summary>Hint</summary>Sum.</details>", "<details><summary>Hint</summary>Sum.</details>"),
        ("|a|b|\n|-|-|\n|1|2|", "<td>2</td>"),
        ("```python\nx < 3\n```", '<div class="highlight">'),
        ("**so** and *so* and `so`", "<strong>so</strong> and <em>so</em> and <code>so</code>"),
        ("[page](https://example.org)", '<a href="https://example.org">page</a>'),
        ("![drawn](attachment:p.png)", f"data:image/png;base64,{PICTURE}"),
    ],
)
def test_what_our_notebooks_use_stays(exporter: HTMLExporter, text: str, shown: str) -> None:
    assert shown in page(exporter, text, attachments={"p.png": {"image/png": PICTURE}})


def test_nbgraders_pages_use_the_same_filter() -> None:
    for template in ("formgrade", "feedback"):
        config = Course(REPOSITORY).config()
        config.HTMLExporter.template_name = template
        config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
        page = Path(handlers.template_path, template, "index.html.j2").read_text()
        assert "cell.source  | markdown2html" in page
        filters = HTMLExporter(config=config).environment.filters
        assert filters["markdown2html"].__module__ == "genai_lab.grading.feedback"
