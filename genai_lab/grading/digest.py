"""The digest that a released notebook carries, so that the file alone tells whether it was edited since."""

import hashlib
import json
from pathlib import Path


def digest(text: str) -> str:
    """SHA-256 of a notebook's content, whatever digest it carries and however its JSON is laid out."""
    notebook = json.loads(text)
    notebook["metadata"].pop("genai_lab", None)
    for cell in notebook["cells"]:
        # On disk a source is a list of lines or one string.
        cell["source"] = "".join(cell["source"])
    canonical = json.dumps(notebook, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def release_of(path: Path) -> str | None:
    """The digest of the release that a notebook comes from, or None where it does not say."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["genai_lab"]["release"])
    except (ValueError, KeyError, TypeError):
        return None


def is_as_released(path: Path) -> bool:
    """Whether a notebook holds what its release wrote, to the last character of every cell."""
    claimed = release_of(path)
    try:
        return claimed is not None and claimed == digest(path.read_text(encoding="utf-8"))
    except (KeyError, TypeError, AttributeError):
        return False
