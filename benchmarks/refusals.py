"""``bin/bench refusals``: what it costs to refuse a file made to harm, beside the plain Pillow recipe on the same file.

Each file is looked at in a fresh process, once. The plain recipe may take 4 GB and half a minute. Memory is asked of
Linux: the most that the process held, beside what it held before.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyvips

from benchmarks import table
from pockitflyer.pictures.tests import bombs, photos

_MOST_MS, _MOST_MB = 50, 30
_PLAIN_MB, _PLAIN_S = 4_096, 30
_MAX_PIXELS = 50_000_000
# Where a few bytes of header do for us, the plain recipe shall have the whole file.
_WHOLE: dict[str, Callable[[], bytes]] = {
    "PNG, 50,000 x 50,000, 1 bit": lambda: pyvips.Image.black(50_000, 50_000).pngsave_buffer(bitdepth=1),
    "JPEG, 16,000 x 16,000": lambda: pyvips.Image.black(16_000, 16_000).jpegsave_buffer(Q=50),
    "WebP, 12,000 x 12,000": lambda: pyvips.Image.black(12_000, 12_000, bands=3).webpsave_buffer(effort=0),
}
_HEADS = ("file", "MB", "ours", "CPU ms", "memory MB", "", "plain recipe", "CPU ms", "memory MB")


@dataclass(frozen=True)
class Look:
    """What came of it, CPU milliseconds, and megabytes that the process grew by."""

    outcome: str
    ms: float
    mb: float

    @property
    def is_cheap(self) -> bool:
        return self.ms < _MOST_MS and self.mb < _MOST_MB

    def cells(self) -> tuple[str, str, str]:
        return self.outcome, f"{self.ms:,.1f}", f"{self.mb:,.1f}"


def main() -> None:
    options = _options()
    if options.look:
        return _report(options.look[0], Path(options.look[1]))
    missed = False
    print(_line(_HEADS), _line(["--"] * len(_HEADS)), sep="\n")
    with tempfile.TemporaryDirectory(prefix="pockitflyer-bench-") as folder:
        path = Path(folder) / "file"
        for name, (make, _) in bombs.REFUSED.items():
            size = path.write_bytes(_WHOLE.get(name, make)())
            ours, plain = _look("ours", path), _look("plain", path)
            verdict = "ok" if ours.is_cheap and ours.outcome != "accepted" else "MISSED"
            missed |= verdict == "MISSED"
            print(_line([name, f"{size / 1e6:.2f}", *ours.cells(), verdict, *plain.cells()]), flush=True)
    print(f"\nFloor: refused within {_MOST_MS} ms and {_MOST_MB} MB.\n{table.machine()}")
    sys.exit(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench refusals", description=__doc__)
    parser.add_argument("--look", nargs=2, metavar=("HOW", "FILE"), help="used by the bench for its own processes")
    return parser.parse_args()


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def _look(how: str, path: Path) -> Look:
    command = [sys.executable, "-m", "benchmarks.refusals", "--look", how, str(path)]
    try:
        ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_PLAIN_S)
    except subprocess.TimeoutExpired:
        return Look(f"not done in {_PLAIN_S} s", 1000 * _PLAIN_S, math.nan)
    if ended.returncode:
        return Look(f"process died ({ended.returncode})", math.nan, math.nan)
    return Look(**json.loads(ended.stdout.splitlines()[-1]))


def _report(how: str, path: Path) -> None:
    """In a process of its own: looks at the file and prints what it cost as JSON."""
    data = path.read_bytes()
    step = _ours(data) if how == "ours" else _plain(data)
    # 5: the peak begins anew (proc(5)).
    Path("/proc/self/clear_refs").write_text("5")
    before, start = _most_mb(), time.process_time()
    outcome = _outcome(step)
    spent = time.process_time() - start
    print(json.dumps({"outcome": outcome, "ms": 1000 * spent, "mb": _most_mb() - before}))


def _ours(data: bytes) -> Callable[[], object]:
    from pockitflyer.pictures import header

    return lambda: header.check(data, _MAX_PIXELS)


def _plain(data: bytes) -> Callable[[], object]:
    from PIL import Image

    from benchmarks.baseline import plain_recipe

    # Loading its plug-ins is not what is measured.
    Image.init()
    plain_recipe.render(photos.jpeg(64, 64))
    resource.setrlimit(resource.RLIMIT_AS, (_PLAIN_MB * 1024 * 1024, resource.RLIM_INFINITY))
    return lambda: plain_recipe.render(data)


def _outcome(step: Callable[[], object]) -> str:
    try:
        step()
    except Exception as error:  # noqa: BLE001 - whatever the plain recipe raises is what is measured.
        return type(error).__name__
    return "accepted"


def _most_mb() -> float:
    """The most memory this process held since the peak was forgotten."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
