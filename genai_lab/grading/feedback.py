"""What a page about a submission leaves out: hidden tests, and scripts that a student wrote into Markdown."""

import functools
from typing import Any

import bleach
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests

# What Markdown itself makes, and the tags that our notebooks use.
_TAGS = bleach.ALLOWED_TAGS | {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "pre", "div", "span", "img", "del", "sub", "sup",
    "u", "table", "thead", "tbody", "tr", "th", "td", "details", "summary",
}  # fmt: skip
_ATTRIBUTES = {"class", "id", "title", "alt", "width", "height", "align", "href", "src"}


class HideTests(ClearHiddenTests):  # type: ignore[misc]
    """Remove hidden tests from test cells, and tracebacks too: IPython quotes the lines around an error.

    What a test printed and what an error says both stay, as they are what the student learns from.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Clean one cell; what a student wrote into other cells is theirs and stays."""
        if cell.cell_type == "code" and utils.is_grade(cell) and self._remove_hidden_test_region(cell):
            for output in cell.outputs:
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources


@pass_context
def harmless_markdown(context: Any, source: str) -> str:
    """Markdown as nbconvert makes it HTML, without what could act in the reader's browser: a filter of Jinja.

    The formgrader shows a student's text to somebody who is logged in and may change every grade.
    """
    html: str = _exporter().markdown2html(context, source)
    return bleach.clean(
        html, tags=_TAGS, attributes=_is_harmless, protocols=["http", "https", "mailto", "data"]
    )


@functools.cache
def _exporter() -> Any:
    return HTMLExporter()


def _is_harmless(tag: str, name: str, value: str) -> bool:
    """Whether an attribute may stay; nothing but a picture that is attached to a cell comes as `data:`."""
    return name in _ATTRIBUTES and (tag == "img" or not value.strip().lower().startswith("data:"))
