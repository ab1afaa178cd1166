"""sharp, the picture library of the Node world, as a peer: installed by the bench, where ``node`` is present."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_VERSION = "0.35.5"
_SCRIPT = Path(__file__).with_name("sharp.mjs")
_INSTALL_TIMEOUT_S = 300


class Sharp:
    """A folder with sharp of one version; it stays in the cache for the next run."""

    name = f"sharp {_VERSION}"

    def __init__(self) -> None:
        self.folder = Path(tempfile.gettempdir()) / f"pockitflyer-bench-sharp-{_VERSION}"
        if not (self.folder / "node_modules" / "sharp").is_dir():
            command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(self.folder), f"sharp@{_VERSION}"]
            subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_TIMEOUT_S)
        shutil.copy(_SCRIPT, self.folder / _SCRIPT.name)

    @classmethod
    def if_present(cls) -> "Sharp | None":
        """``None`` without ``node`` and ``npm``, or when it cannot be installed."""
        if not (shutil.which("node") and shutil.which("npm")):
            return None
        try:
            return cls()
        except (subprocess.SubprocessError, OSError) as error:
            print(f"sharp could not be installed: {error}", file=sys.stderr)
            return None

    def draw(self, data: bytes, *, lossless: bool = False) -> dict[str, bytes]:
        """Its files by name: ``face-512.avif``, ``poster-800.jpeg``, …"""
        with tempfile.TemporaryDirectory() as folder:
            source, made = Path(folder) / "source", Path(folder) / "made"
            source.write_bytes(data)
            self._run("draw", source, made, *(["png"] if lossless else []))
            return {path.name: path.read_bytes() for path in made.iterdir()}

    def measure(self, file: Path, kind: str) -> dict[str, float] | None:
        """CPU and memory of one picture in a process of its own; ``None`` when it cannot read the file."""
        try:
            return json.loads(self._run("measure", file, kind))
        except subprocess.CalledProcessError:
            return None

    def _run(self, *arguments: object) -> str:
        command = ["node", str(self.folder / _SCRIPT.name), *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
