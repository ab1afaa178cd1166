"""Lighthouse's scores of a page, where ``node`` is present; the bench installs it into a temporary folder."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.chromium import ARGUMENTS, program

_VERSION = "13"
_INSTALL_TIMEOUT_S, _RUN_TIMEOUT_S = 300, 180
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def installed() -> Path | None:
    """Its command; ``None``, said loudly, without node and npm or when they cannot install it."""
    folder = Path(tempfile.gettempdir()) / f"pockitflyer-bench-lighthouse-{_VERSION}"
    command = folder / "node_modules" / ".bin" / "lighthouse"
    if not (shutil.which("node") and shutil.which("npm")):
        print("NO LIGHTHOUSE: node and npm are not installed.", file=sys.stderr)
        return None
    try:
        if not command.exists():
            npm = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
            subprocess.run(
                [*npm, f"lighthouse@{_VERSION}"], check=True, capture_output=True, timeout=_INSTALL_TIMEOUT_S
            )
    except (subprocess.SubprocessError, OSError) as error:
        print(f"NO LIGHTHOUSE: it could not be installed: {error}", file=sys.stderr)
        return None
    return command


def scores(command: Path, url: str) -> dict[str, float]:
    """0 to 100 by category, on its own phone: a slow network and a slow processor, simulated."""
    flags = f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}"
    options = ["--output=json", "--quiet", flags, f"--only-categories={','.join(CATEGORIES)}"]
    chrome = {**os.environ, "CHROME_PATH": program() or ""}
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        # Not to a pipe: node ends before it has written all.
        run = [str(command), url, f"--output-path={report.name}", *options]
        subprocess.run(run, check=True, capture_output=True, env=chrome, timeout=_RUN_TIMEOUT_S)
        found = json.load(report)["categories"]
    return {name: 100 * found[name]["score"] for name in CATEGORIES}
