"""``bin/bench serving``: a picture file by our front, beside ServeStatic, Django's FileResponse and nginx."""

import argparse
import contextlib
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from benchmarks import load, nginx, server, table
from benchmarks.measure import Spread, interleaved

# A small face, and a poster at its widest.
_SIZES = {"4 kB": 4_096, "200 kB": 200_000}
_KEY = "be" * 16
_FRONT = "our front"
# ours ÷ theirs at least, by size and peer.
_FLOORS = {("4 kB", "ServeStatic"): 1.0, ("200 kB", "ServeStatic"): 1.0, ("4 kB", "FileResponse"): 6.0}
_NOTES = """
"Replaced" is the peer named in the line, measured in the same run, turn by turn; "ratio" is ours / theirs, the median
over the turns. p95 is the slow end. The front and ServeStatic run in the board as people start it, FileResponse in a
view behind the same middleware, nginx with docs/nginx.conf; all on this machine, beside the load generator.
"""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="pockitflyer-bench-") as home:
        server.use_home(Path(home))
        rows = _measure(Path(home), options.rounds, options.seconds)
    about = f"{table.machine()}; {options.rounds} rounds of {options.seconds} s; load by {load.generator()}"
    if not nginx.program():
        about += "; nginx is not installed and was left out"
    print(f"\n{table.render(rows)}\n{_NOTES}\n{about}")
    if options.json:
        found = {"machine": table.machine(), "rounds": options.rounds, "rows": [row.as_json() for row in rows]}
        options.json.write_text(json.dumps(found, indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench serving", description=__doc__)
    parser.add_argument("--rounds", type=_at_least(2), default=7, help="rounds of each measurement (default 7)")
    parser.add_argument("--seconds", type=_at_least(1), default=3, help="seconds of load in a round (default 3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the table as JSON")
    return parser.parse_args()


def _at_least(least: int) -> Callable[[str], int]:
    """An argument type: a whole number from ``least``."""

    def parsed(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"must be a whole number from {least}")
        return int(text)

    return parsed


def _measure(home: Path, rounds: int, seconds: int) -> list[table.Row]:
    """All lines, size by size."""
    files = _lay_files()
    rows: list[table.Row] = []
    with _servers(home) as origins:
        for size, (picture, static) in files.items():
            urls = {name: origin + (static if name == "ServeStatic" else picture) for name, origin in origins.items()}
            _check_same_file(urls, _SIZES[size])
            print(f"Asking for {size} …", file=sys.stderr, flush=True)
            rows += _rows(size, urls, rounds, seconds)
    return rows


def _lay_files() -> dict[str, tuple[str, str]]:
    """Address as a picture and as a static file, by size. Must come before the server: ServeStatic looks once."""
    import django
    from django.conf import settings

    django.setup()
    from pockitflyer.web.statics import collect

    # The server finds that nothing has changed since, and leaves our files where they are.
    collect()
    laid = {}
    for number, (size, length) in enumerate(_SIZES.items(), 1):
        picture, static = f"{_KEY[:2]}/{_KEY}/{number}.jpg", f"bench/{number}.0123456789ab.jpg"
        data = random.Random(number).randbytes(length)
        for path in (settings.PICTURES_FOLDER / picture, settings.STATIC_ROOT / static):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        laid[size] = (f"/pictures/{picture}", f"{settings.STATIC_URL}{static}")
    return laid


@contextlib.contextmanager
def _servers(home: Path) -> Iterator[dict[str, str]]:
    """Origins by name. The front and ServeStatic are the same server, as people run it."""
    with contextlib.ExitStack() as running:
        ours = running.enter_context(server.our_server()).origin
        origins = {_FRONT: ours, "ServeStatic": ours}
        origins["FileResponse"] = running.enter_context(server.baseline_server()).origin
        if nginx.program():
            folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="pockitflyer-nginx-")))
            port = httpx.URL(ours).port
            assert port
            origins["nginx"] = running.enter_context(nginx.in_front_of(port, home, folder))
        yield origins


def _check_same_file(urls: dict[str, str], length: int) -> None:
    """``AssertionError`` when one sends other bytes, or a header that lets a second request come."""
    answers = {name: httpx.get(url, timeout=60).raise_for_status() for name, url in urls.items()}
    for name, answer in answers.items():
        assert answer.content == answers[_FRONT].content, name
        assert len(answer.content) == length, name
        assert "immutable" in answer.headers["Cache-Control"], name


def _rows(size: str, urls: dict[str, str], rounds: int, seconds: int) -> list[table.Row]:
    """Requests and megabytes a second against each peer, all of one run."""
    steps = [lambda url=url: load.requests_per_s(url, seconds) for url in urls.values()]
    rates = dict(zip(urls, interleaved(rounds, *steps), strict=True))
    ours = rates.pop(_FRONT)
    return [
        row
        for peer, theirs in rates.items()
        for row in (
            _row(f"{size}, against {peer}", "{:,.0f}/s", ours, theirs, _FLOORS.get((size, peer))),
            _row(f"{size}, against {peer}: bytes", "{:,.1f} MB/s", *_megabytes(_SIZES[size], ours, theirs)),
        )
    ]


def _megabytes(length: int, *rates: list[float]) -> list[list[float]]:
    """Requests a second as megabytes of files a second; headers do not count."""
    return [[rate * length / 1e6 for rate in series] for series in rates]


def _row(what: str, form: str, ours: list[float], theirs: list[float], least: float | None = None) -> table.Row:
    # Sorted the other way: the slow end of a rate is its low one.
    spread = Spread(Spread.of(ours).median, -Spread.of([-rate for rate in ours]).p95)
    floor = f">= {least:g} x" if least else ""
    return table.Row(what, spread, form, floor, Spread.of(theirs), table.of_two(ours, theirs), ratio_least=least)


if __name__ == "__main__":
    main()
