"""CPU time and memory of one picture in a process of its own: ``python -m benchmarks.one_picture WHAT FILE``.

A small picture goes before: a worker loads its decoders once. What is measured is the rise of the peak above that.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from benchmarks.baseline import plain_recipe
from benchmarks.measure import cpu_ms

_MAX_PIXELS = 50_000_000


def measure(what: str, file: Path) -> dict[str, float]:
    """``cpu_ms`` and ``peak_mb`` of ``what`` (a name in ``STEPS``), measured in a new process."""
    command = [sys.executable, "-m", "benchmarks.one_picture", what, str(file)]
    environment = {**os.environ, "VIPS_CONCURRENCY": "1"}
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)


def _ours(recipe_name: str) -> Callable[[bytes], object]:
    from pockitflyer.pictures import header, recipes, render

    recipe = getattr(recipes, recipe_name)
    return lambda data: render.draw(data, header.sniff(data), recipe, _MAX_PIXELS)


def _avifs() -> Callable[[bytes], object]:
    """A poster's, from its master, as the background task makes them."""
    from pockitflyer.pictures import drawing, header, recipes, render

    masters: dict[bytes, bytes] = {}

    def draw(data: bytes) -> None:
        render.draw_avifs(masters[data], recipes.POSTER, _MAX_PIXELS)

    def prepare(data: bytes) -> None:
        drawn = render.draw(data, header.sniff(data), recipes.POSTER, _MAX_PIXELS)
        masters[data] = drawn.files[drawing.MASTER]

    draw.prepare = prepare  # type: ignore[attr-defined]
    return draw


def _bare_heic() -> Callable[[bytes], object]:
    import pillow_heif

    return lambda data: pillow_heif.open_heif(data, convert_hdr_to_8bit=True).data


def _plain_heic() -> Callable[[bytes], object]:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return plain_recipe.render


STEPS: dict[str, Callable[[], Callable[[bytes], object]]] = {
    "our-face": lambda: _ours("AVATAR"),
    "our-poster": lambda: _ours("POSTER"),
    "our-avifs": _avifs,
    "plain-face": lambda: plain_recipe.render,
    "plain-poster": lambda: plain_recipe.render_poster,
    "bare-heic": _bare_heic,
    "plain-heic": _plain_heic,
}


def _run(what: str, data: bytes) -> dict[str, float]:
    step = STEPS[what]()
    small = _small(data)
    prepare = getattr(step, "prepare", lambda _: None)
    for picture in (small, data):
        prepare(picture)
    step(small)
    reset = Path("/proc/self/clear_refs")
    if not reset.exists():
        return {"cpu_ms": cpu_ms(lambda: step(data)), "peak_mb": 0}
    # proc(5): 5 sets the peak back to what is used now.
    reset.write_text("5")
    before = _status_mb("VmRSS")
    return {"cpu_ms": cpu_ms(lambda: step(data)), "peak_mb": _status_mb("VmHWM") - before}


def _small(data: bytes) -> bytes:
    """A picture of 600 pixels in the same format."""
    image = Image.effect_noise((600, 600), 40).convert("RGB")
    out = io.BytesIO()
    if data[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.from_pillow(image).save(out)
    else:
        image.save(out, "JPEG")
    return out.getvalue()


def _status_mb(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1024


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1], Path(sys.argv[2]).read_bytes())))
