"""``bin/bench pictures``: bytes, quality, CPU and memory of every rendition, beside the plain recipe and sharp."""

import argparse
import io
import math
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
import pyvips
from PIL import Image

from benchmarks import contact_sheet, flyer, one_picture, photos, placeholders, renditions, table
from benchmarks.renditions import Made
from benchmarks.sharp import Sharp

_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic")
_NOTES = """
Scores are SSIMULACRA2 against a lossless downscale with the same crop; those at 128 px are to be read softly. The plain
recipe is Pillow, LANCZOS, JPEG quality 85, optimize; for scores it is given the photo in sRGB, because it ignores
profiles. Ratios are ours / plain, their mean is geometric. CPU and memory: a process of its own for each figure, after
a small picture; memory is the rise of its peak.
"""


@dataclass(frozen=True)
class Bounds:
    """What the AVIFs of a rendition must reach beside the plain JPEG."""

    bytes_ratio: float = 0.70
    mean_score: float = 0
    worst_score: float = -1.5


def main() -> None:
    options = _options()
    files = _own(options.photos) if options.photos else _made_here()
    sharp = None if options.quick else Sharp.if_present()
    made = {}
    for name, data in files.items():
        _say(f"Drawing {name} …")
        made[name] = renditions.all_of(data, sharp)
    _say("Scoring …")
    scores = {(name, one.place, one.maker): one.score for name, ones in made.items() for one in ones}
    print(_markdown(*_each(made, scores)), "", _markdown(*_together(made, scores)), "", sep="\n")
    print(_markdown(*_costs(files, sharp, 2 if options.quick else 5)), "", sep="\n")
    pixels = [
        pyvips.Image.new_from_buffer(one.reference, "") for ones in made.values() for one in ones if _is_small(one)
    ]
    print(_markdown(_PLACEHOLDER_HEADS, placeholders.rows(pixels)))
    sheet = Path(tempfile.mkdtemp(prefix="pockitflyer-pictures-")) / "contact-sheet.png"
    contact_sheet.write(sheet, made)
    print(f"{_NOTES}\n{table.machine()}\nEverything at 100 %: {sheet}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench pictures", description=__doc__)
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="measure the pictures in FOLDER, not made ones")
    parser.add_argument("--quick", action="store_true", help="two runs instead of five, and without sharp")
    return parser.parse_args()


def _own(folder: Path) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS}
    if not found:
        raise SystemExit(f"There is no picture in {folder}.")
    return found


def _made_here() -> dict[str, bytes]:
    return {"photo.jpg": photos.phone_photo(), "web.jpg": photos.web_photo(), "flyer.jpg": flyer.with_text()}


def _is_small(one: Made) -> bool:
    return one.maker == "our AVIF" and one.place in ("face 128", "poster 400")


# --- Bytes and scores ----------------------------------------------------------------------------------------------

_PLACES = ("face 128", "face 512", "poster 400", "poster 800", "poster 1600")
_Scores = dict[tuple[str, str, str], float]
_Lines = tuple[tuple[str, ...], list[tuple[str, ...]]]


def _each(made: dict[str, list[Made]], scores: _Scores) -> _Lines:
    """A line for each photo and rendition."""
    makers = list(dict.fromkeys(one.maker for ones in made.values() for one in ones))
    lines = []
    for name, ones in made.items():
        for place in dict.fromkeys(one.place for one in ones):
            sizes = {one.maker: len(one.data) for one in ones if one.place == place}
            if not {"our AVIF", "plain JPEG"} <= sizes.keys():
                continue
            cells = [f"{sizes[m] / 1000:.1f} kB, {scores[name, place, m]:.1f}" if m in sizes else "" for m in makers]
            lines.append((f"{name} {place}", *cells, f"{sizes['our AVIF'] / sizes['plain JPEG']:.2f}"))
    return ("photo, rendition", *makers, "AVIF / plain"), lines


def _together(made: dict[str, list[Made]], scores: _Scores) -> _Lines:
    """A line for each rendition: the mean over the photos, and whether it reaches what it must."""
    lines = []
    for place in dict.fromkeys(one.place for ones in made.values() for one in ones):
        pairs = [
            (name, _size(ones, place, "our AVIF"), _size(ones, place, "plain JPEG")) for name, ones in made.items()
        ]
        whole = [(name, a, b) for name, a, b in pairs if a and b]
        if not whole or place not in _PLACES:
            # A small source's own width, which no other photo has.
            continue
        ratio = geometric_mean([a / b for _, a, b in whole])
        rises = [scores[name, place, "our AVIF"] - scores[name, place, "plain JPEG"] for name, _, _ in whole]
        verdict = _verdict(ratio, rises, Bounds())
        lines.append((place, f"{ratio:.3f}", f"{statistics.mean(rises):+.2f}", f"{min(rises):+.2f}", verdict))
    return ("AVIF against plain JPEG", "bytes, ≤ 0.70", "mean score, ≥ 0", "worst photo, ≥ −1.5", ""), lines


def _size(ones: Sequence[Made], place: str, maker: str) -> int:
    return next((len(one.data) for one in ones if one.place == place and one.maker == maker), 0)


def _verdict(ratio: float, rises: Sequence[float], bounds: Bounds) -> str:
    kept = ratio <= bounds.bytes_ratio
    kept &= statistics.mean(rises) >= bounds.mean_score and min(rises) >= bounds.worst_score
    return "ok" if kept else "MISSED"


def geometric_mean(ratios: Sequence[float]) -> float:
    """The mean for ratios: twice as much and half as much give one."""
    return math.exp(statistics.mean(map(math.log, ratios)))


# --- CPU and memory ------------------------------------------------------------------------------------------------


def _costs(files: dict[str, bytes], sharp: Sharp | None, runs: int) -> _Lines:
    """A line for each photo and kind of upload."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for name, data in _uploads(files).items():
            _say(f"Measuring {name} …")
            file = Path(folder) / name
            file.write_bytes(data)
            lines += _heic_costs(name, file, runs) if name.endswith(".heic") else _usual_costs(name, file, sharp, runs)
    return ("upload", "ours", "beside", "CPU ratio", "memory ratio", "must", ""), lines


def _uploads(files: dict[str, bytes]) -> dict[str, bytes]:
    """The JPEGs, the largest of them progressive as well, and a HEIC."""
    jpegs = {name: data for name, data in files.items() if data.startswith(b"\xff\xd8")}
    uploads = dict(jpegs)
    if jpegs:
        largest = max(jpegs, key=lambda name: len(jpegs[name]))
        uploads[f"progressive {largest}"] = _progressive(jpegs[largest])
        if not any(name.endswith(".heic") for name in files):
            out = io.BytesIO()
            pillow_heif.from_pillow(Image.open(io.BytesIO(jpegs[largest]))).save(out, quality=60)
            uploads["photo.heic"] = out.getvalue()
    return uploads | {name: data for name, data in files.items() if name.endswith(".heic")}


def _progressive(jpeg: bytes) -> bytes:
    """The same picture in about as many bytes: how long it takes to decode depends on them."""
    pixels = pyvips.Image.new_from_buffer(jpeg, "")
    found = (pixels.jpegsave_buffer(Q=quality, interlace=True) for quality in range(90, 20, -5))
    return next(data for data in found if len(data) <= 1.05 * len(jpeg))


def _usual_costs(name: str, file: Path, sharp: Sharp | None, runs: int) -> list[tuple[str, ...]]:
    most = (0.6, math.inf) if name.startswith("progressive") else (0.5, 0.25)
    is_large = file.stat().st_size > 1_500_000
    rounds = [
        {
            what: one_picture.measure(what, file)
            for what in ("our-face", "plain-face", "our-poster", "plain-poster", "our-avifs")
        }
        for _ in range(runs)
    ]
    lines = [
        _cost(f"{name}, face", rounds, "our-face", "plain-face", most if is_large else None),
        _cost(f"{name}, poster's JPEGs", rounds, "our-poster", "plain-poster"),
        _cost(f"{name}, poster's AVIFs, later", rounds, "our-avifs", "plain-poster"),
    ]
    if sharp and (peer := [sharp.measure(file, "face") for _ in range(runs)]) and all(peer):
        beside = [
            {"our-face": ours["our-face"], "sharp": theirs} for ours, theirs in zip(rounds, peer, strict=True) if theirs
        ]
        lines.append(_cost(f"{name}, face, by {sharp.name}", beside, "our-face", "sharp"))
    return lines


def _heic_costs(name: str, file: Path, runs: int) -> list[tuple[str, ...]]:
    rounds = [{w: one_picture.measure(w, file) for w in ("our-face", "bare-heic", "plain-heic")} for _ in range(runs)]
    return [
        _cost(f"{name}, face, beside the bare decode", rounds, "our-face", "bare-heic", (1.3, math.inf)),
        _cost(f"{name}, face", rounds, "our-face", "plain-heic"),
    ]


def _cost(
    what: str,
    rounds: Sequence[dict[str, dict[str, float]]],
    ours: str,
    other: str,
    most: tuple[float, float] | None = None,
) -> tuple[str, ...]:
    """``most`` is what the ratios of CPU and of memory may be."""
    cpu = table.of_two([r[ours]["cpu_ms"] for r in rounds], [r[other]["cpu_ms"] for r in rounds])
    peaks = [statistics.median(r[who]["peak_mb"] for r in rounds) for who in (ours, other)]
    memory = peaks[0] / peaks[1] if peaks[1] else math.nan
    cells = [
        f"{statistics.median(r[who]['cpu_ms'] for r in rounds):.0f} ms, {peak:.0f} MB"
        for who, peak in zip((ours, other), peaks, strict=True)
    ]
    must = "" if most is None else f"CPU ≤ {most[0]}" + ("" if most[1] == math.inf else f", memory ≤ {most[1]}")
    verdict = "" if most is None else "ok" if cpu <= most[0] and not memory > most[1] else "MISSED"
    return what, *cells, f"{cpu:.2f}", f"{memory:.2f}", must, verdict


# --- Output --------------------------------------------------------------------------------------------------------

_PLACEHOLDER_HEADS = ("placeholder", "error, mean", "error, worst", "characters kept", "in the page", "CPU, ms")


def _markdown(heads: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(line[n]) for line in [heads, *lines]) for n in range(len(heads))]
    rule = tuple("-" * (width - 1) + ":" if n else "-" * width for n, width in enumerate(widths))
    padded = [
        [cell.rjust(w) if n else cell.ljust(w) for n, (cell, w) in enumerate(zip(line, widths, strict=True))]
        for line in [heads, rule, *lines]
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
