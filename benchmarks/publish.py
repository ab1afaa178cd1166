"""Publishing: what a press costs the server, what a failing geocoder costs, and the minute on a phone's line."""

import argparse
import contextlib
import itertools
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from benchmarks import server, table
from benchmarks.measure import Spread, wall_ms
from pockitflyer.flyers.tests.geocoder_stub import Stub, stub

EMAIL, PASSWORD = "press@pockitflyer.example", "a-long-walk-home"
_MS = "{:,.0f} ms"
_PICTURES = 3
# That of flyers/geocoding/map_services.py, which cannot be read without Django.
_OPEN_FOR_S = 30
_ADD_PUBLISHER = f"""
from allauth.account.models import EmailAddress
from pockitflyer.accounts.models import User
from pockitflyer.flyers.geocoding import gazetteer
user = User.objects.create_user("{EMAIL}", "{PASSWORD}", name="Press")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
gazetteer.prepare()
"""
_NOTES = """
Publishing is the whole request on a kept connection, with the ids of three pictures that were sent before. With a
failing geocoder the first three publishers wait for its tries; then the breaker is open and nobody does.
"""


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows: list[table.Row] = []
    with tempfile.TemporaryDirectory(prefix="pockitflyer-bench-") as folder:
        server.use_home(Path(folder))
        for live in options.sizes:
            rows += _of_size(Path(folder), live, options.runs)
        rows += _of_faults(Path(folder), options.sizes[0])
        if os.environ.get("CHROMIUM"):
            rows += _of_the_minute(Path(folder), options.sizes[0], options.minutes)
    print(f"\n{table.render(rows)}\n{_NOTES}\n{table.machine()}; {options.runs} runs")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench publish", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000], metavar="LIVE")
    parser.add_argument("--runs", type=int, default=60, help="flyers published on each board (default 60)")
    parser.add_argument("--minutes", type=int, default=10, help="whole minutes in a browser, if CHROMIUM is set")
    return parser.parse_args()


def _of_size(folder: Path, live: int, runs: int) -> list[table.Row]:
    with _board(folder, live) as running, _publisher(running) as client:
        press = _press(client, _sent(client))
        took = [wall_ms(press) for _ in range(runs + 5)][5:]
    spread = Spread.of(took)
    return [
        table.Row(f"publish, {live:,} live flyers", spread, _MS),
        table.Row("– 95 in 100", spread.p95, _MS, "<= 50 ms", most=50),
    ]


def _of_faults(folder: Path, size: int) -> list[table.Row]:
    """Each fault on a server of its own, whose breaker is closed."""
    rows = []
    for mood in ("ok", "error", "limit", "garbage", "slow", "refused"):
        with stub() as served:
            served.mood, served.slow_s = ("ok" if mood == "refused" else mood), 5
            url = "http://127.0.0.1:9" if mood == "refused" else served.url
            settings = {
                "POCKITFLYER_GEOCODER": "nominatim",
                "POCKITFLYER_GEOCODER_URL": url,
                "POCKITFLYER_WORKERS": "1",
            }
            with _board(folder, size, **settings) as running, _publisher(running) as client:
                # They are the pictures of the board that this one is a copy of, with all their files.
                press = _press(client, _sent(client, settle_s=1))
                waits = [wall_ms(press) for _ in range(3)]
                later = [wall_ms(press) for _ in range(5)]
                back = _when_back(served, press) if mood == "error" else None
        rows.append(table.Row(f"geocoder {mood}: the first three publishers", Spread.of(waits), _MS))
        rows.append(table.Row("– the next five", Spread.of(later), _MS))
        if back:
            rows.append(table.Row("– five more, when it is well again and the breaker has let one through", back, _MS))
    return rows


def _when_back(served: Stub, press: Callable[[], Any]) -> Spread:
    """The breaker stays open for a while; then one publisher is the try, and it is closed."""
    served.mood = "ok"
    time.sleep(_OPEN_FOR_S + 1)
    flyers: list[Any] = []
    took = [wall_ms(lambda: flyers.append(press())) for _ in range(5)]
    # Background tasks ask as well, for those who published meanwhile; only a flyer that was found at once says it.
    assert all(flyer["place"]["lat"] is not None for flyer in flyers), "the breaker is still open"
    return Spread.of(took)


def _of_the_minute(folder: Path, size: int, times: int) -> list[table.Row]:
    from benchmarks.minute import publish_on_a_phone

    with _board(folder, size) as running:
        found = [publish_on_a_phone(running.origin, number) for number in range(times)]
    what = "three 2 MB photos chosen, 750 kbit/s up, to live", "– from the press, all pictures sent, to live"
    rows = []
    for part, (named, most) in enumerate(zip(what, (6_000, 500), strict=True)):
        for shown in (0, 1):
            times_ms = [one[2 * part + shown] for one in found]
            rows.append(table.Row("– and shown on the own profile" if shown else named, Spread.of(times_ms), _MS))
            rows.append(table.Row("– nine in ten", _p90(times_ms), _MS, f"<= {most:,} ms", most=most))
    return rows


def _p90(values: list[float]) -> float:
    return statistics.quantiles(values, n=10, method="inclusive")[-1]


@contextlib.contextmanager
def _board(folder: Path, live: int, **settings: str) -> Iterator[server.Server]:
    """A filled board with somebody who publishes: the first of its size, or as that was left, with other settings."""
    first = folder / str(live)
    home = first if not first.exists() else folder / f"{live}-{len(list(folder.iterdir()))}"
    environment = {"POCKITFLYER_HOME": str(home), **settings}
    if home is first:
        _fill(live, environment)
    else:
        shutil.copytree(first, home)
    with server.board_server(environment) as running:
        yield running


def _fill(live: int, environment: dict[str, str]) -> None:
    for command in (
        ["benchmarks.crowd", str(live), "0"],
        ["pockitflyer", "shell", "--no-imports", "-c", _ADD_PUBLISHER],
    ):
        subprocess.run([sys.executable, "-m", *command], check=True, env={**os.environ, **environment})


@contextlib.contextmanager
def _publisher(running: server.Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.origin, timeout=60) as client:
        answer = client.post("/_allauth/app/v1/auth/login", json={"email": EMAIL, "password": PASSWORD})
        token = answer.raise_for_status().json()["meta"]["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def _sent(client: httpx.Client, settle_s: float = 10) -> list[str]:
    from benchmarks import photos

    files = [{"image": photos.poster(seed)} for seed in range(_PICTURES)]
    ids = [client.post("/api/v1/pictures/", files=file).raise_for_status().json()["id"] for file in files]
    # Their AVIFs are made in the background, which is not what is timed.
    time.sleep(settle_s)
    return ids


def _press(client: httpx.Client, ids: list[str]) -> Callable[[], Any]:
    """Publishes a flyer, and returns it as the answer does."""
    numbers = itertools.count()

    def press() -> Any:
        number = next(numbers)
        body = {"title": f"Flyer {number}", "text": "Text", "categories": ["food"], "images": ids}
        body["address"] = f"Lindenstrasse {number}, 8008 Zürich"
        answer = client.post("/api/v1/flyers/", json=body)
        assert answer.status_code == 201, re.sub(r"\s+", " ", answer.text)
        return answer.json()

    return press


if __name__ == "__main__":
    main()
