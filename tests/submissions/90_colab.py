"""What Colab makes of a notebook: ids in the metadata, an older format, its own fields, widgets."""

import json
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from tests.submissions.edit import answered


def submit(released: NotebookNode, right: Mapping[str, str]) -> bytes:
    """As Colab downloads it."""
    raw = json.loads(nbformat.writes(answered(released, right)))
    raw["nbformat_minor"] = 0
    raw["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "accelerator": "GPU",
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"a": {"model_module": "base"}}},
    }
    for number, cell in enumerate(raw["cells"]):
        cell["metadata"] |= {"id": f"aB3{number}", "outputId": "12-34", "colab": {"base_uri": "https://x/"}}
        del cell["id"]
    empty = {"cell_type": "code", "source": [], "outputs": [], "execution_count": None}
    raw["cells"].append({**empty, "metadata": {"id": "zz"}})
    return json.dumps(raw).encode()
