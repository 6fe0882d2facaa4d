"""The files that install the course agree with each other, and the package keeps its own rules."""

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "genai_lab"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
# What one extra takes over from another is named after the package itself.
EXTRAS = [
    Requirement(line)
    for lines in PROJECT["optional-dependencies"].values()
    for line in lines
    if not line.startswith(PROJECT["name"])
]
CLUSTER = [Requirement(line) for line in PROJECT["optional-dependencies"]["cluster"]]
PINS = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split())
MODULES = sorted(path.relative_to(ROOT) for path in PACKAGE.rglob("*.py"))

# From the bottom up; a module imports only from its own folder and from layers below its own.
LAYERS = [
    {"probability", "nn", "data", "training"},
    {"graphical", "boltzmann", "autoencoders", "variational", "adversarial", "autoregressive", "flows"}
    | {"diffusion", "evaluation"},
    {"gan_architectures", "conditional_gans", "adversarial_inference"},
    {"differences"},
    {"checks", "notebook"},
    {"grading"},
]
# The only family that other families may use.
SHARED_FAMILY = "adversarial"


def name_of(module: Path) -> str:
    return ".".join(module.with_suffix("").parts).removesuffix(".__init__")


def imports_of(module: Path) -> set[str]:
    """All modules that a file names in its imports, wherever in the file they stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relative to itself"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer_of(part: str) -> int:
    (level,) = [level for level, parts in enumerate(LAYERS) if part in parts]
    return level


@pytest.mark.parametrize("requirement", [*RUNTIME, *EXTRAS], ids=str)
def test_constraints_lie_in_the_ranges(requirement: Requirement) -> None:
    pinned = {canonicalize_name(name): version for name, version in PINS.items()}
    assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_constraints_pin_everything_once() -> None:
    lines = (ROOT / "constraints.txt").read_text().split()
    assert len(PINS) == len({canonicalize_name(name) for name in PINS}) == len(lines)
    for version in PINS.values():
        Version(version)


def test_environment_yml_agrees_with_pyproject() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    assert environment["channels"] == ["conda-forge"]
    conda = [item.replace(" ", "") for item in environment["dependencies"] if isinstance(item, str)]
    (by_pip,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    torch = next(requirement for requirement in RUNTIME if requirement.name == "torch")
    assert sorted(conda) == sorted(
        [f"python{PROJECT['requires-python']}", f"pytorch-cpu{torch.specifier}", "pip"]
    )
    assert by_pip == ["-e ."]


def test_every_import_is_a_dependency() -> None:
    """A package that merely comes along with another may leave with the next version."""
    owners = packages_distributions()
    declared = {canonicalize_name(requirement.name) for requirement in [*RUNTIME, *CLUSTER]}
    for module in MODULES:
        for name in {imported.split(".")[0] for imported in imports_of(module)}:
            if name not in sys.stdlib_module_names and name != "genai_lab":
                assert {canonicalize_name(owner) for owner in owners[name]} & declared, (
                    f"{module} imports {name}"
                )


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_point_down(module: Path) -> None:
    if module == Path("genai_lab/__init__.py"):
        assert imports_of(module) == set()
        return
    own = module.with_suffix("").parts[1]
    for imported in imports_of(module):
        if imported.startswith("genai_lab."):
            other = imported.split(".")[1]
            assert other == own or layer_of(other) < layer_of(own), f"{module} imports {imported}"
            if layer_of(own) in (1, 2) and layer_of(other) == 1:
                assert other in (own, SHARED_FAMILY), f"{module} imports {imported}"


def test_every_part_has_a_layer() -> None:
    parts = {module.with_suffix("").parts[1] for module in MODULES} - {"__init__"}
    assert parts <= set().union(*LAYERS)


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys; import genai_lab; print({'torch', 'numpy', 'matplotlib', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_public_thing_has_a_docstring(module: Path) -> None:
    tree = ast.parse((ROOT / module).read_text())
    assert ast.get_docstring(tree), f"{module} has none"
    for node in tree.body:
        public = [node]
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            public += node.body
        for thing in public:
            if isinstance(thing, ast.ClassDef | ast.FunctionDef) and not thing.name.startswith("_"):
                assert ast.get_docstring(thing), f"{module}: {thing.name} has none"


def test_the_console_script_exists() -> None:
    module, name = PROJECT["scripts"]["genai-lab"].split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    assert phony
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^make (\S+) +\S", listed, re.M) == phony[1].split()


def test_make_prints_the_commands_it_runs() -> None:
    """For those without make; only `help` runs something that it does not show."""
    recipes = re.findall(r"^\t@.*$", (ROOT / "Makefile").read_text(), re.M)
    assert len(recipes) == 1
    assert "## " in recipes[0]


def test_a_second_make_installs_nothing(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    stand_in = folder / "python"
    stand_in.write_text("#!/bin/sh\n")
    stand_in.chmod(0o755)

    def install() -> str:
        return subprocess.run(
            ["make", "install"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout

    assert '.venv/bin/python -m pip install -c constraints.txt -e ".[dev]"' in install()
    assert "pip" not in install()
    os.utime(tmp_path / "constraints.txt", (2**32, 2**32))
    assert "pip" in install()


def test_make_refuses_an_old_python_by_its_name(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    old = tmp_path / "python3.8"
    # It runs what make asks it to run, and pretends to be old while it does.
    pretend = "import sys; sys.version_info, sys.version = (3, 8, 10), '3.8.10 (default)'; exec(sys.argv[2])"
    old.write_text(f"#!{sys.executable}\n{pretend}\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "install", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert f"genai_lab needs Python 3.11 or newer; {old} is 3.8.10" in done.stderr


def test_git_shows_notebooks_through_the_jupyter_driver() -> None:
    assert "*.ipynb diff=jupyter" in (ROOT / ".gitattributes").read_text().splitlines()
