"""The files of this folder that begin with a number: what each hands in, and what must become of it."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"submission_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FILES = {path.stem: _load(path) for path in sorted(FOLDER.glob("*.py")) if re.match(r"\d", path.stem)}
# Most hand in a notebook; some are about the folder that the notebook lies in.
NOTEBOOKS = {name: module for name, module in FILES.items() if not hasattr(module, "lay_down")}
FOLDERS = {name: module for name, module in FILES.items() if hasattr(module, "lay_down")}
