"""What the benchmarks share: the machine in words, and rounds in which the rivals take turns."""

import os
import platform
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tqdm import tqdm


def machine() -> str:
    """The processor and its cores."""
    cpuinfo = Path("/proc/cpuinfo")
    models = re.findall(r"model name\s*: (.+)", cpuinfo.read_text()) if cpuinfo.exists() else []
    return f"{[*models, platform.processor()][0]}, {os.cpu_count()} cores"


def interleaved(rivals: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """The seconds that each rival took in each round; all run once a round, each in turn the first."""
    names, seconds = list(rivals), {name: [] for name in rivals}
    with tqdm(total=rounds * len(names), desc="rounds") as bar:
        for i in range(rounds):
            shift = i % len(names)
            for name in names[shift:] + names[:shift]:
                start = time.perf_counter()
                rivals[name]()
                seconds[name].append(time.perf_counter() - start)
                bar.update()
    return seconds
