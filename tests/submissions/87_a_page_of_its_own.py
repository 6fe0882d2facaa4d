"""Outputs that are pages: a script that runs where the feedback, or the formgrader, shows them."""

FIRST = """\
from IPython.display import HTML, Javascript, Markdown, display
display(HTML("<script>FOUND</script>"), Javascript("FOUND"), Markdown("<img src=x onerror=FOUND>"))
class Page:
    def _repr_html_(self): return "<script>FOUND</script>"
    def __repr__(self): return "a page"
Page()
"""
